"""One region: Octavia's API, controller worker, amphora driver and health manager in one process.

    /usr/bin/python3 region.py FOLDER --port 19001 --virtual-ips 127.220.0.0/16 --keystone http://127.0.0.1:19000
        [--topology SINGLE] [--policy advanced] [--page-maximum 5] [--haproxy PATH]

From the HTTP request to haproxy's configuration all is Octavia's own code: API controllers, the provider driver "amphora", flows
and reverts of the worker, REST driver, templates, heartbeat processing. Three stand-ins: amphora.Agent for the agent in the
virtual machine, Octavia's own noop drivers for Nova and Neutron, SQLite and an in-memory queue for the database and RabbitMQ.

Handles are files in FOLDER (LB: a load balancer's id; without it: every load balancer):
  hold, hold-LB  changes stay PENDING_* while the file exists
  slow           its content: seconds that each change takes longer
  fail, fail-LB  the amphora refuses the configuration while the file exists
"""
import argparse
import collections
import ipaddress
import os
import signal
import sys
import threading
import time
import types
import warnings

from support import Authority, make_server, say_ready

CONFIGURATION = """\
[DEFAULT]
transport_url = fake://
log_file = {folder}/octavia.log
[api_settings]
auth_strategy = keystone
bind_host = 127.0.0.1
bind_port = {port}
api_base_uri = http://127.0.0.1:{port}/
enabled_provider_drivers = amphora:The Octavia Amphora driver
default_provider_driver = amphora
allow_tls_terminated_listeners = True
pagination_max_limit = {page_maximum}
[database]
connection = sqlite:///{folder}/octavia.db?timeout=30
[controller_worker]
network_driver = network_noop_driver
compute_driver = compute_noop_driver
amphora_driver = amphora_haproxy_rest_driver
volume_driver = volume_noop_driver
image_driver = image_noop_driver
loadbalancer_topology = {topology}
client_ca = {folder}/ca.pem
amp_flavor_id = none
amp_boot_network_list = 00000000-0000-0000-0000-000000000000
[haproxy_amphora]
base_path = {folder}/amphora
base_cert_dir = {folder}/amphora/certs
default_connection_limit = 2000
connection_logging = False
api_db_commit_retry_initial_delay = 0
[certificates]
cert_manager = local_cert_manager
cert_generator = local_cert_generator
storage_path = {folder}/secrets
ca_certificate = {folder}/ca.pem
ca_private_key = {folder}/ca.key
[health_manager]
heartbeat_interval = 10
[task_flow]
max_workers = 4
[oslo_policy]
policy_file = {folder}/policy.yaml
[keystone_authtoken]
www_authenticate_uri = {keystone}/v3
auth_url = {keystone}
auth_type = password
username = octavia
password = loopback-only
user_domain_name = Default
project_domain_name = Default
project_name = service
region_name = RegionOne
service_type = load-balancer
token_cache_time = -1
"""

# What Octavia does without a file; and what it does since 16.0.0, as its own file etc/policy/keystone_default_roles-policy.yaml.
POLICIES = {
    'advanced': '{}\n',
    'default-roles': """\
"context_is_admin": "role:admin"
"load-balancer:observer_and_owner": "role:reader and project_id:%(project_id)s"
"load-balancer:member_and_owner": "role:member and project_id:%(project_id)s"
"load-balancer:global_observer": "role:admin"
"load-balancer:admin": "is_admin:True or role:admin"
"load-balancer:read": "rule:load-balancer:observer_and_owner or rule:load-balancer:admin"
"load-balancer:read-global": "rule:load-balancer:admin"
"load-balancer:write": "rule:load-balancer:member_and_owner or rule:load-balancer:admin"
"load-balancer:read-quota": "rule:load-balancer:observer_and_owner or rule:load-balancer:admin"
"load-balancer:read-quota-global": "rule:load-balancer:admin"
"load-balancer:write-quota": "rule:load-balancer:admin"
""",
}


def one_writer():
    """SQLite has one writer: a transaction waits for it at its start instead of failing in its middle."""
    import sqlalchemy.engine

    def begin(connection):
        connection.exec_driver_sql('BEGIN IMMEDIATE')
        connection.info['in_transaction'] = True  # oslo.db then leaves its own BEGIN out

    sqlalchemy.event.listen(sqlalchemy.engine.Engine, 'begin', begin)


def make_database():
    """Tables from the models, and the lookup rows: Octavia's migrations fail on SQLite."""
    from octavia.common import constants as c
    from octavia.db import api as db_api, base_models, models as m
    engine = db_api.get_engine()
    base_models.BASE.metadata.create_all(engine)
    engine.execute('PRAGMA journal_mode=WAL')
    lookups = (
        (m.ProvisioningStatus, c.SUPPORTED_PROVISIONING_STATUSES),
        (m.OperatingStatus, c.SUPPORTED_OPERATING_STATUSES),
        (m.HealthMonitorType, c.SUPPORTED_HEALTH_MONITOR_TYPES),
        (m.Algorithm, c.SUPPORTED_LB_ALGORITHMS),
        (m.Protocol, c.SUPPORTED_PROTOCOLS),
        (m.SessionPersistenceType, c.SUPPORTED_SP_TYPES),
        (m.AmphoraRoles, c.SUPPORTED_AMPHORA_ROLES),
        (m.LBTopology, c.SUPPORTED_LB_TOPOLOGIES),
        (m.VRRPAuthMethod, c.SUPPORTED_VRRP_AUTH),
        (m.L7RuleType, c.SUPPORTED_L7RULE_TYPES),
        (m.L7RuleCompareType, c.SUPPORTED_L7RULE_COMPARE_TYPES),
        (m.L7PolicyAction, c.SUPPORTED_L7POLICY_ACTIONS),
        (m.ClientAuthenticationMode, c.SUPPORTED_CLIENT_AUTH_MODES),
    )
    session = db_api.get_session()
    with session.begin():
        for model, names in lookups:
            for name in names:
                session.add(model(name=name))


def make_certificates(folder):
    """The authority that signs the amphorae's certificates, and one certificate for TERMINATED_HTTPS listeners."""
    os.makedirs(folder + '/secrets', exist_ok=True)
    Authority(folder, 'octavia').issue('shop.example', folder + '/secrets/demo-certificate.crt',
                                       folder + '/secrets/demo-certificate.key')


def give_virtual_ips(network):
    """Neutron's part: a requested address is honoured, otherwise the first free one of the range is given."""
    from octavia.db import api as db_api, models
    from octavia.network.drivers.noop_driver import driver
    usual, lock, given = driver.NoopManager.allocate_vip, threading.Lock(), set()

    def allocate_vip(self, loadbalancer):
        if not loadbalancer.vip.ip_address:
            with lock:
                used = {address for (address,) in db_api.get_session().query(models.Vip.ip_address)}
                hosts = ipaddress.ip_network(network).hosts()
                next(hosts)  # the first stands for the gateway
                loadbalancer.vip.ip_address = next(
                    str(host) for host in hosts if str(host) not in used and str(host) not in given)
                given.add(loadbalancer.vip.ip_address)
        return usual(self, loadbalancer)

    driver.NoopManager.allocate_vip = allocate_vip


def name_secrets():
    """Barbican's part: a reference may be a URL, and its last part names the files in FOLDER/secrets."""
    from octavia.certificates.manager import local
    usual = local.LocalCertManager.get_cert
    local.LocalCertManager.get_cert = staticmethod(
        lambda context, reference, **more: usual(context, reference.rstrip('/').rsplit('/', 1)[-1], **more))


def start_worker(folder):
    """octavia-worker: Octavia's consumer endpoints and flows, behind the handles hold and slow."""
    import oslo_messaging
    from octavia.common import constants, rpc
    from octavia.controller.queue.v2 import endpoints
    from octavia.controller.worker.v2 import controller_worker

    def held(load_balancer):
        return any(os.path.exists('%s/%s' % (folder, name)) for name in ('hold', 'hold-' + load_balancer))

    def slowness():
        try:
            with open(folder + '/slow') as f:
                return float(f.read() or 0)
        except (OSError, ValueError):
            return 0

    class Worker(controller_worker.ControllerWorker):
        def run_flow(self, func, *args, **kwargs):
            store = kwargs.get('store', {})
            load_balancer = store.get(constants.LOADBALANCER_ID) or (
                store.get(constants.LOADBALANCER) or {}).get(constants.LOADBALANCER_ID, '')
            time.sleep(slowness())
            while held(load_balancer):
                time.sleep(0.05)
            # 11.0.0 loses the keyword arguments here, and with them the listeners of a create in one call, whose flow then lacks a
            # value; this is run_flow as later releases have it.
            if kwargs.get('listeners'):
                store.setdefault(constants.AMPHORAE_NETWORK_CONFIG, collections.defaultdict(dict))
            flow = func(*args, **{key: value for key, value in kwargs.items() if key != 'store'})
            self.tf_engine.taskflow_load(flow, store=store).run()

    class Endpoints(endpoints.Endpoints):
        """Each message waits until the API, which sends before it commits, has surely committed."""

    def later(method):
        def call(self, context, **kwargs):
            time.sleep(0.05)
            return method(self, context, **kwargs)
        return call

    for name, method in vars(endpoints.Endpoints).items():
        if isinstance(method, types.FunctionType) and not name.startswith('_'):
            setattr(Endpoints, name, later(method))
    controller_worker.ControllerWorker = Worker
    target = oslo_messaging.Target(topic=constants.TOPIC_AMPHORA_V2, server='peer', fanout=False)
    server = rpc.get_server(target, [Endpoints()], executor='threading')
    server.start()
    return server


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--virtual-ips', required=True)
    parser.add_argument('--keystone', required=True)
    parser.add_argument('--topology', default='SINGLE')
    parser.add_argument('--policy', choices=tuple(POLICIES), default='advanced')
    parser.add_argument('--page-maximum', type=int, default=1000)
    parser.add_argument('--haproxy', default='haproxy')
    options = parser.parse_args()
    folder = options.folder
    os.makedirs(folder + '/amphora/certs', exist_ok=True)
    make_certificates(folder)
    path, database = folder + '/octavia.conf', folder + '/octavia.db'
    with open(path, 'w') as f:
        f.write(CONFIGURATION.format(**vars(options)))
    with open(folder + '/policy.yaml', 'w') as f:
        f.write(POLICIES[options.policy])
    fresh = not os.path.exists(database)

    warnings.simplefilter('ignore')
    from octavia.api import app
    application = app.setup_app(argv=['octavia', '--config-file', path])
    import amphora
    one_writer()
    if fresh:
        make_database()
    give_virtual_ips(options.virtual_ips)
    name_secrets()
    agent = amphora.install(folder, options.haproxy)
    worker = start_worker(folder)
    if not fresh:
        agent.start_all()
    amphora.Heartbeat(agent).start()

    # One request at a time, as Octavia's own simple server has it: it relies on SELECT … FOR UPDATE, which SQLite lacks.
    lock = threading.Lock()

    def serial(environ, start_response):
        with lock:
            return application(environ, start_response)

    server = make_server(serial, options.port)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    say_ready(folder)
    server.serve_forever(poll_interval=0.1)
    agent.stop_all()
    del worker
    os._exit(0)


if __name__ == '__main__':
    sys.exit(main())
