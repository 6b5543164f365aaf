"""A load balancer's whole life through Apache Libcloud's Rackspace driver, unmodified. Prints one line a step; exits 1 at the first that differs.

Usage: libcloud-life.py IDENTITY_URL (such as http://127.0.0.1:4100/v2.0)
"""
import sys

from libcloud.loadbalancer.base import Algorithm, Member
from libcloud.loadbalancer.drivers.rackspace import (
    RackspaceAccessRule,
    RackspaceAccessRuleType,
    RackspaceConnectionThrottle,
    RackspaceHealthMonitor,
    RackspaceHTTPHealthMonitor,
)
from libcloud.loadbalancer.providers import get_driver
from libcloud.loadbalancer.types import MemberCondition, Provider, State

# The driver adds the version itself.
identity = sys.argv[1].removesuffix('/v2.0')
steps = 0


def step(name, ok):
    global steps
    steps += 1
    print(f"{'ok' if ok else 'DIFFERS'} {name}", flush=True)
    if not ok:
        sys.exit(1)


driver = get_driver(Provider.RACKSPACE)(
    'admin', 'admin-key', region='ord', ex_force_auth_url=identity, ex_force_auth_version='2.0_apikey'
)
driver.connection.poll_interval = 0.05

before = {each.id for each in driver.list_balancers()}
step('protocols name http', 'http' in driver.list_protocols())
step('protocols have their ports', ('http', 80) in [(name.lower(), port) for name, port in driver.ex_list_protocols_with_default_ports()])
step('algorithms are listed', 'ROUND_ROBIN' in driver.ex_list_algorithm_names())

made = driver.create_balancer(
    name='libcloud life',
    port=8971,
    protocol='http',
    algorithm=Algorithm.ROUND_ROBIN,
    members=[Member(None, '127.0.0.1', 8091, extra={'condition': MemberCondition.ENABLED})],
)
step('a new load balancer has an id, an address and the name', bool(made.id) and bool(made.ip) and made.name == 'libcloud life')


def settled():
    for _ in range(400):
        balancer = driver.get_balancer(made.id)
        if balancer.state == State.RUNNING:
            return balancer
        driver.connection.poll_interval and __import__('time').sleep(0.02)
    raise SystemExit('the load balancer never became ACTIVE')


balancer = settled()
step('it is listed', made.id in {each.id for each in driver.list_balancers()} - before)
step('it is found by its node', made.id in {each.id for each in driver.list_balancers(ex_member_address='127.0.0.1')})

balancer = driver.update_balancer(balancer, name='libcloud renamed', algorithm=Algorithm.RANDOM)
step('it takes another name', balancer.name == 'libcloud renamed')
balancer = settled()

member = driver.balancer_attach_member(balancer, Member(None, '127.0.0.1', 8092))
settled()
step('a member is attached', {(each.ip, each.port) for each in driver.balancer_list_members(balancer)} == {('127.0.0.1', 8091), ('127.0.0.1', 8092)})
driver.ex_balancer_update_member(balancer, member, condition=MemberCondition.DRAINING)
step('a member drains', [each.extra['condition'] for each in driver.balancer_list_members(settled()) if each.id == member.id] == [MemberCondition.DRAINING])
step('a member is detached', driver.balancer_detach_member(settled(), member))
settled()

balancer = driver.ex_enable_balancer_session_persistence(settled())
step('session persistence is enabled', balancer.extra['sessionPersistenceType'] == 'HTTP_COOKIE')
balancer = driver.ex_disable_balancer_session_persistence(settled())
step('session persistence is disabled', 'sessionPersistenceType' not in balancer.extra or not balancer.extra['sessionPersistenceType'])

monitor = RackspaceHealthMonitor(type='CONNECT', delay=10, timeout=5, attempts_before_deactivation=2)
balancer = driver.ex_update_balancer_health_monitor(settled(), monitor)
step('a CONNECT monitor is set', balancer.extra['healthMonitor'].type == 'CONNECT' and balancer.extra['healthMonitor'].delay == 10)
monitor = RackspaceHTTPHealthMonitor(
    type='HTTP', delay=10, timeout=5, attempts_before_deactivation=2, path='/', body_regex='.*', status_regex='^[234][0-9][0-9]$'
)
balancer = driver.ex_update_balancer_health_monitor(settled(), monitor)
step('an HTTP monitor replaces it', balancer.extra['healthMonitor'].type == 'HTTP' and balancer.extra['healthMonitor'].path == '/')
balancer = driver.ex_disable_balancer_health_monitor(settled())
step('the monitor is removed', 'healthMonitor' not in balancer.extra or balancer.extra['healthMonitor'] is None)

throttle = RackspaceConnectionThrottle(min_connections=0, max_connections=200, max_connection_rate=0, rate_interval_seconds=1)
balancer = driver.ex_update_balancer_connection_throttle(settled(), throttle)
step('a connection throttle is set', balancer.extra['connectionThrottle'].max_connections == 200)
balancer = driver.ex_disable_balancer_connection_throttle(settled())
step('the throttle is removed', balancer.extra.get('connectionThrottle') is None)

balancer = driver.ex_enable_balancer_connection_logging(settled())
step('connection logging is enabled', balancer.extra['connectionLoggingEnabled'] is True)
balancer = driver.ex_disable_balancer_connection_logging(settled())
step('connection logging is disabled', balancer.extra['connectionLoggingEnabled'] is False)

page = '<html><body>libcloud & friends</body></html>'
driver.ex_update_balancer_error_page(settled(), page)
step('an error page is stored', page in driver.ex_get_balancer_error_page(settled()))
driver.ex_disable_balancer_custom_error_page(settled())
step('the default error page comes back', page not in driver.ex_get_balancer_error_page(settled()))

rule = RackspaceAccessRule(rule_type=RackspaceAccessRuleType.DENY, address='198.51.100.0/24')
driver.ex_create_balancer_access_rule(settled(), rule)
rules = driver.ex_balancer_access_list(settled())
step('an access rule is made', [each.address for each in rules] == ['198.51.100.0/24'])
driver.ex_destroy_balancer_access_rule(settled(), rules[0])
step('the access rule is removed', driver.ex_balancer_access_list(settled()) == [])

driver.ex_list_current_usage(settled())
step('current usage can be read', True)

step('it is destroyed', driver.destroy_balancer(settled()))
step('it is no longer listed as running', made.id not in {each.id for each in driver.list_balancers() if each.state == State.RUNNING})
print(f'{steps} steps', flush=True)
