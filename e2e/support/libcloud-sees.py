"""What Apache Libcloud's Rackspace driver, unmodified, makes and sees of load balancers. Prints one JSON text.

Usage: libcloud-sees.py IDENTITY_URL list | make | change ID | show ID...
"""
import json
import sys
import time

from libcloud.loadbalancer.base import Algorithm, Member
from libcloud.loadbalancer.drivers.rackspace import (
    RackspaceAccessRule,
    RackspaceAccessRuleType,
    RackspaceConnectionThrottle,
    RackspaceHTTPHealthMonitor,
)
from libcloud.loadbalancer.providers import get_driver
from libcloud.loadbalancer.types import MemberCondition, Provider, State

identity, task, *ids = sys.argv[1:]
driver = get_driver(Provider.RACKSPACE)(
    # The driver adds the version itself.
    'admin', 'admin-key', region='ord', ex_force_auth_url=identity.removesuffix('/v2.0'), ex_force_auth_version='2.0_apikey'
)
driver.connection.poll_interval = 0.05


def settled(id):
    for _ in range(400):
        balancer = driver.get_balancer(id)
        if balancer.state != State.PENDING:
            return balancer
        time.sleep(0.02)
    raise SystemExit('the load balancer never settled')


def shown(id):
    balancer = driver.get_balancer(id)
    extra = balancer.extra
    monitor = extra.get('healthMonitor')
    throttle = extra.get('connectionThrottle')
    return {
        'id': str(balancer.id),
        'name': balancer.name,
        'protocol': extra['protocol'],
        'port': balancer.port,
        'algorithm': driver._algorithm_to_value(extra['algorithm']),
        'addresses': sorted(each['address'] for each in extra['virtualIps']),
        'members': sorted(
            [each.ip, each.port, driver.CONDITION_LB_MEMBER_MAP[each.extra['condition']]] for each in driver.balancer_list_members(balancer)
        ),
        'persistence': extra.get('sessionPersistenceType'),
        'monitor': monitor
        and [
            monitor.type,
            monitor.delay,
            monitor.timeout,
            monitor.attempts_before_deactivation,
            getattr(monitor, 'path', None),
        ],
        'throttle': throttle and throttle.max_connections,
        'logging': extra['connectionLoggingEnabled'],
        'access': sorted(
            ['DENY' if each.rule_type == RackspaceAccessRuleType.DENY else 'ALLOW', each.address]
            for each in driver.ex_balancer_access_list(balancer)
        ),
        'errorPage': driver.ex_get_balancer_error_page(balancer),
    }


def make():
    made = driver.create_balancer(
        name='made by Libcloud',
        port=8971,
        protocol='http',
        algorithm=Algorithm.ROUND_ROBIN,
        members=[
            Member(None, '127.0.0.1', port, extra={'condition': MemberCondition.ENABLED}) for port in (8091, 8092)
        ],
    )
    settled(made.id)
    return shown(made.id)


def change(id):
    driver.update_balancer(settled(id), name='changed by Libcloud', algorithm=Algorithm.LEAST_CONNECTIONS)
    driver.balancer_attach_member(settled(id), Member(None, '127.0.0.1', 8093))
    last = next(each for each in driver.balancer_list_members(settled(id)) if each.port == 8093)
    driver.ex_balancer_update_member(settled(id), last, condition=MemberCondition.DRAINING)
    driver.ex_enable_balancer_session_persistence(settled(id))
    monitor = RackspaceHTTPHealthMonitor(
        type='HTTP', delay=11, timeout=6, attempts_before_deactivation=3, path='/up', body_regex='.*', status_regex='^2..$'
    )
    driver.ex_update_balancer_health_monitor(settled(id), monitor)
    driver.ex_update_balancer_connection_throttle(
        settled(id),
        RackspaceConnectionThrottle(min_connections=0, max_connections=200, max_connection_rate=0, rate_interval_seconds=1),
    )
    driver.ex_enable_balancer_connection_logging(settled(id))
    driver.ex_update_balancer_error_page(settled(id), '<p>Libcloud &amp; friends</p>')
    rules = [
        RackspaceAccessRule(rule_type=kind, address=address)
        for kind, address in (
            (RackspaceAccessRuleType.DENY, '198.51.100.0/24'),
            (RackspaceAccessRuleType.ALLOW, '198.51.100.7'),
        )
    ]
    driver.ex_create_balancer_access_rules(settled(id), rules)
    settled(id)
    return shown(id)


tasks = {
    'list': lambda: sorted([str(each.id), each.name] for each in driver.list_balancers()),
    'make': make,
    'change': lambda: change(ids[0]),
    'show': lambda: [shown(id) for id in ids],
}
print(json.dumps(tasks[task]()))
