"""The amphora's part: takes what Octavia's REST driver would send to the agent in the virtual machine, and runs haproxy with it.

What is done with a configuration follows the real agent (octavia/amphorae/backends/agent/api_server/loadbalancer.py): `haproxy -c`,
save the servers' state, start as master and worker, SIGUSR2 to reload. One haproxy per load balancer.
"""
import concurrent.futures
import hashlib
import os
import re
import signal
import subprocess
import threading
import time

from octavia.amphorae.backends.health_daemon import health_daemon
from octavia.amphorae.backends.utils import haproxy_query
from octavia.amphorae.drivers.haproxy import exceptions as exc
from octavia.amphorae.drivers.haproxy import rest_api_driver
from octavia.amphorae.drivers.health import heartbeat_udp
from octavia.common import constants, utils
from octavia.db import api as db_api, models
from oslo_log import log

from support import ENDS_WITH_PARENT, remove

LOG = log.getLogger('amphora')
RELOAD_SECONDS = 10
HEARTBEAT_SECONDS = 2


class Agent:
    """Same methods as rest_api_driver.AmphoraAPIClient1_0."""

    def __init__(self, folder, haproxy):
        self.folder, self.base, self.haproxy = folder, folder + '/amphora', haproxy
        printed = subprocess.run([haproxy, '-v'], capture_output=True, text=True, check=True).stdout
        self.version = re.search(r'version (\d+\.\d+\.\d+)', printed).group(1)
        self.masters = {}
        self.locks = {}
        # A thread that lives as long as this process: what it starts ends with it.
        self.starter = concurrent.futures.ThreadPoolExecutor(1)
        with open(self.base + '/user_group.cfg', 'w') as f:
            f.write('global\n' + ('    group nogroup\n' if os.getuid() == 0 else ''))
        with open(self.base + '/ping-wrapper.sh', 'w') as f:
            f.write('#!/bin/sh\nexit 0\n')
        os.chmod(self.base + '/ping-wrapper.sh', 0o755)

    # What the flows ask and tell the machine itself.
    def get_api_version(self, *_, **__):
        return {'api_version': '1.0'}

    def get_info(self, *_, **__):
        return {'api_version': '1.0', 'hostname': 'peer', 'haproxy_version': self.version, 'ipvsadm_version': ''}

    def plug(self, amphora):
        """In place of the driver's post_vip_plug and post_network_plug, which want Neutron's ports."""
        self.refuse_if_told(amphora.load_balancer_id or '')

    def nothing(self, *_, **__):
        pass

    update_cert_for_rotation = update_agent_config = nothing

    def get_interface(self, *_, **__):
        return {'interface': 'eth1'}

    def refuse_if_told(self, load_balancer):
        if any(os.path.exists('%s/%s' % (self.folder, name)) for name in ('fail', 'fail-' + load_balancer)):
            raise exc.InvalidRequest()

    # Certificates.
    def cert(self, load_balancer, name):
        return '%s/certs/%s/%s' % (self.base, load_balancer, name)

    def get_cert_md5sum(self, _, load_balancer, name, ignore=()):
        try:
            with open(self.cert(load_balancer, name), 'rb') as f:
                return hashlib.md5(f.read()).hexdigest()
        except OSError:
            return None

    def upload_cert_pem(self, _, load_balancer, name, pem):
        path = self.cert(load_balancer, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(pem if isinstance(pem, bytes) else pem.encode())

    def delete_cert_pem(self, _, load_balancer, name):
        remove(self.cert(load_balancer, name))

    # HAProxy.
    def path(self, load_balancer, name):
        return '%s/%s/%s' % (self.base, load_balancer, name)

    def socket(self, load_balancer):
        return '%s/%s.sock' % (self.base, load_balancer)

    def adapt(self, text, amphora, load_balancer):
        """Only what this machine needs; the rest stays as Octavia rendered it."""
        own = utils.base64_sha1_string(amphora.id).rstrip('=')
        address = db_api.get_session().query(models.Vip).filter_by(load_balancer_id=load_balancer).one().ip_address

        def peer(match):
            return '    peer %s %s' % (match[1], '%s:%s' % (address, match[2]) if match[1] == own else '127.0.0.1:9')

        text = re.sub(r'(?m)^    log /run/.*\n', '', text)
        text = text.replace('/var/lib/octavia/ping-wrapper.sh', self.base + '/ping-wrapper.sh')
        if os.getuid() != 0:
            text = re.sub(r'(?m)^    user nobody\n', '', text)
        text = re.sub(r'(?m)^    peer (\S+) \S+:(\d+)$', peer, text)
        admin = r'\1\n    stats socket %s mode 0600 level admin' % self.path(load_balancer, 'admin.sock')
        return re.sub(r'(?m)^(    stats socket .*)$', admin, text, count=1)

    def command(self, amphora, config):
        peer = utils.base64_sha1_string(amphora.id).rstrip('=')
        return [self.haproxy, '-f', config, '-f', self.base + '/user_group.cfg', '-L', peer]

    def upload_config(self, amphora, load_balancer, config, timeout_dict=None):
        self.refuse_if_told(load_balancer)
        if amphora.role == constants.ROLE_BACKUP:
            return
        os.makedirs(self.path(load_balancer, ''), exist_ok=True)
        new = self.path(load_balancer, 'haproxy.cfg.new')
        with open(new, 'w') as f:
            f.write(self.adapt(config, amphora, load_balancer))
        check = subprocess.run(self.command(amphora, new) + ['-c'], capture_output=True, text=True)
        with open(self.path(load_balancer, 'check.txt'), 'w') as f:
            f.write('exit %d\n%s%s' % (check.returncode, check.stdout, check.stderr))
        if check.returncode:
            LOG.error('haproxy refuses %s: %s', load_balancer, check.stderr)
            os.rename(new, self.path(load_balancer, 'haproxy.cfg.refused'))
            raise exc.InvalidRequest()
        os.rename(new, self.path(load_balancer, 'haproxy.cfg'))

    def worker_pid(self, load_balancer):
        try:
            return int(haproxy_query.HAProxyQuery(self.socket(load_balancer)).show_info()['Pid'])
        except Exception:
            return None

    def master(self, load_balancer):
        process = self.masters.get(load_balancer)
        return process if process and process.poll() is None else None

    def start(self, amphora, load_balancer):
        with open(self.path(load_balancer, 'out'), 'ab') as out:
            self.masters[load_balancer] = self.starter.submit(
                subprocess.Popen, ENDS_WITH_PARENT + self.command(amphora, self.path(load_balancer, 'haproxy.cfg')) + ['-W', '-db'],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out).result()

    def reload_listener(self, amphora, load_balancer, timeout_dict=None):
        if amphora.role == constants.ROLE_BACKUP or not os.path.exists(self.path(load_balancer, 'haproxy.cfg')):
            return  # a UDP or SCTP listener, or the amphora that stands by
        with self.locks.setdefault(load_balancer, threading.Lock()):
            master, before = self.master(load_balancer), self.worker_pid(load_balancer)
            if master:
                haproxy_query.HAProxyQuery(self.socket(load_balancer)).save_state(self.path(load_balancer, 'servers-state'))
                master.send_signal(signal.SIGUSR2)
            else:
                self.start(amphora, load_balancer)
            until = time.monotonic() + RELOAD_SECONDS
            while time.monotonic() < until and self.master(load_balancer):
                if (self.worker_pid(load_balancer) or before) != before:
                    return
                time.sleep(0.01)
        LOG.error('haproxy of %s did not take its configuration', load_balancer)
        raise exc.InternalServerError()

    start_listener = reload_listener

    def upload_udp_config(self, _, listener, config, timeout_dict=None):
        """Rendered by Octavia for keepalived; kept to read, not run: that needs IPVS in the kernel."""
        with open('%s/%s.keepalived' % (self.base, listener), 'w') as f:
            f.write(config)

    def delete_listener(self, _, load_balancer):
        self.stop(load_balancer)
        remove(self.path(load_balancer, 'haproxy.cfg'), self.path(load_balancer, 'servers-state'))

    def stop(self, load_balancer):
        process = self.masters.pop(load_balancer, None)
        if not process:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    # The region's start and end.
    def amphorae(self):
        """(amphora, load balancer) that carry traffic."""
        rows = db_api.get_session().query(models.Amphora).filter_by(status=constants.AMPHORA_ALLOCATED).all()
        return [(row, row.load_balancer_id) for row in rows if row.role != constants.ROLE_BACKUP and row.load_balancer_id]

    def start_all(self):
        for amphora, load_balancer in self.amphorae():
            self.reload_listener(amphora, load_balancer)

    def stop_all(self):
        for load_balancer in list(self.masters):
            self.stop(load_balancer)

    def stop_gone(self, alive):
        """A deleted load balancer's virtual machine is gone, and haproxy with it."""
        for load_balancer in list(self.masters):
            if load_balancer not in alive:
                self.delete_listener(None, load_balancer)


class Heartbeat(threading.Thread):
    """What an amphora reports every few seconds, given to Octavia's own health manager."""

    def __init__(self, agent):
        super().__init__(daemon=True)
        self.agent = agent
        self.health = heartbeat_udp.UpdateHealthDb()
        health_daemon.COUNTERS = {}

    def run(self):
        while True:
            time.sleep(HEARTBEAT_SECONDS)
            try:
                pairs = self.agent.amphorae()
                self.agent.stop_gone({load_balancer for _, load_balancer in pairs})
                for amphora, load_balancer in pairs:
                    message = self.message(amphora, load_balancer)
                    self.health.update_health(message, '127.0.0.1')
                    heartbeat_udp.update_stats(message)
            except Exception:
                LOG.exception('heartbeat')

    def message(self, amphora, load_balancer):
        """As health_daemon.build_stats_message, which knows only the one amphora that it runs on."""
        message = {'id': amphora.id, 'seq': 0, 'listeners': {}, 'pools': {}, 'ver': 3, 'recv_time': time.time()}
        if self.agent.master(load_balancer):
            rows, pools = health_daemon.get_stats(self.agent.socket(load_balancer))
            for row in rows:
                if row['svname'] == 'FRONTEND':
                    delta = health_daemon.calculate_stats_deltas(row['pxname'], row)
                    message['listeners'][row['pxname']] = {'status': row['status'], 'stats': {
                        'tx': delta['bout'], 'rx': delta['bin'], 'conns': int(row['scur']),
                        'totconns': delta['stot'], 'ereq': delta['ereq']}}
            for name, pool in pools.items():
                message['pools'][name] = {'status': pool['status'], 'members': pool['members']}
        for listener in db_api.get_session().query(models.Listener).filter_by(load_balancer_id=load_balancer, enabled=True):
            if listener.protocol in constants.LVS_PROTOCOLS:  # not run: reported as open, without counters
                message['listeners'][listener.id] = {'status': constants.OPEN, 'stats': {
                    'tx': 0, 'rx': 0, 'conns': 0, 'totconns': 0, 'ereq': 0}}
                for pool in listener.pools:
                    message['pools']['%s:%s' % (pool.id, listener.id)] = {
                        'status': constants.UP, 'members': {member.id: constants.NO_CHECK for member in pool.members}}
        return message


def install(folder, haproxy):
    agent = Agent(folder, haproxy)
    driver = rest_api_driver.HaproxyAmphoraLoadBalancerDriver
    for name in ('AmphoraAPIClientBase', 'AmphoraAPIClient0_5', 'AmphoraAPIClient1_0'):
        setattr(rest_api_driver, name, lambda: agent)
    for name in ('post_vip_plug', 'post_network_plug'):
        setattr(driver, name, lambda _, amphora, *args, **more: agent.plug(amphora))
    for name in ('update_vrrp_conf', 'start_vrrp_service', 'stop_vrrp_service', 'reload_vrrp_service'):
        setattr(driver, name, agent.nothing)  # no VRRP on one machine
    return agent
