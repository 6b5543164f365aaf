"""Runs the peer in the foreground: Keystone, Octavia's regions with haproxy, members, a TLS front, and what the regions hold at first.

    /usr/bin/python3 main.py FOLDER --base-port 19000 --networks 127.220 [--regions 1] [--seed web,app | all] [--page-maximum 5]
        [--policy advanced] [--topology SINGLE] [--haproxy PATH] [--temporary]

When everything answers it prints one line of JSON. It ends, with all that it started, on SIGTERM, on SIGINT, and when its standard
input ends: whoever starts it need only hold the other end. A FOLDER that holds a peer's data already is started as it was left.
--temporary removes the folder at the end.

Ports from the base on: Keystone, RegionOne, RegionTwo, then the same three behind TLS. Networks from 127.N on: the virtual IPs
of RegionOne and of RegionTwo, the members. Keep the folder's path short: a socket's path may have 107 characters.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

from support import ENDS_WITH_PARENT, Authority, remove

HERE = os.path.dirname(os.path.abspath(__file__))
REGIONS = ('RegionOne', 'RegionTwo')
STOP_SECONDS = 15

TLS_FRONT = """\
global
    maxconn 500
defaults
    mode http
    timeout connect 5s
    timeout client 120s
    timeout server 120s
    option forwardfor
"""


class Peer:
    def __init__(self, options):
        self.options = options
        self.folder = os.path.abspath(options.folder)
        self.ended = threading.Event()
        self.processes = []
        first = int(options.networks.split('.')[1])
        self.members = '127.%d.0' % (first + 2)
        self.urls = {name: 'http://127.0.0.1:%d' % (options.base_port + 1 + n)
                     for n, name in enumerate(REGIONS[:options.regions])}
        self.secure_urls = {name: 'https://127.0.0.1:%d' % (options.base_port + 4 + n)
                            for n, name in enumerate(self.urls)}
        self.virtual_ips = {name: '127.%d.0.0/16' % (first + n) for n, name in enumerate(self.urls)}
        self.identity = 'http://127.0.0.1:%d' % options.base_port

    def spawn(self, name, command):
        folder = '%s/%s' % (self.folder, name)
        os.makedirs(folder, exist_ok=True)
        with open(folder + '/out', 'ab') as out:
            process = subprocess.Popen(ENDS_WITH_PARENT + command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                       start_new_session=True)
        self.processes.append((name, process))

    def script(self, name, script, *words):
        remove('%s/%s/ready' % (self.folder, name))
        self.spawn(name, [sys.executable, '-W', 'ignore', '%s/%s' % (HERE, script), '%s/%s' % (self.folder, name),
                          *[str(word) for word in words]])

    def wait_until_ready(self):
        for name, process in self.processes:
            while not os.path.exists('%s/%s/ready' % (self.folder, name)) and name != 'front':
                self.check()
                if self.ended.wait(0.05):
                    raise SystemExit(0)
        self.check()

    def check(self):
        for name, process in self.processes:
            if process.poll() is not None:
                with open('%s/%s/out' % (self.folder, name), errors='replace') as f:
                    raise SystemExit('%s ended with %s. %s' % (name, process.returncode, f.read()[-2000:]))

    def start_front(self):
        authority = Authority(self.folder + '/front', 'Holdfast test authority')
        pem = self.folder + '/front/front.pem'
        authority.issue('identity.test', pem, pem)
        pairs = [(self.options.base_port + 3, self.options.base_port),
                 *((self.options.base_port + 4 + n, self.options.base_port + 1 + n) for n in range(len(self.urls)))]
        text = TLS_FRONT + ''.join(
            'listen p%d\n    bind 127.0.0.1:%d ssl crt %s\n    server s 127.0.0.1:%d\n' % (secure, secure, pem, plain)
            for secure, plain in pairs)
        with open(self.folder + '/front/haproxy.cfg', 'w') as f:
            f.write(text)
        self.spawn('front', [self.options.haproxy, '-db', '-f', self.folder + '/front/haproxy.cfg'])

    def start(self):
        options = self.options
        kept = os.path.exists(self.folder + '/peer.json')
        os.makedirs(self.folder, exist_ok=True)
        pairs = [word for name, url in self.urls.items()
                 for word in ('--region', '%s=%s=%s' % (name, url, self.secure_urls[name]))]
        self.script('identity', 'identity.py', '--port', options.base_port, *pairs)
        self.script('members', 'members.py', '--network', self.members)
        for n, name in enumerate(self.urls):
            self.script(name, 'region.py', '--port', options.base_port + 1 + n, '--virtual-ips', self.virtual_ips[name],
                        '--keystone', self.identity, '--topology', options.topology, '--policy', options.policy,
                        '--page-maximum', options.page_maximum, '--haproxy', options.haproxy)
        self.start_front()
        self.wait_until_ready()
        if options.seed and not kept:
            self.seed()
        with open(self.folder + '/identity/credentials.json') as f:
            credentials = json.load(f)
        facts = {'identityUrl': self.identity + '/v3', **credentials, 'members': self.members,
                 'secureIdentityUrl': 'https://127.0.0.1:%d/v3' % (options.base_port + 3),
                 'authority': self.folder + '/front/ca.pem',
                 'regions': [{'name': name, 'url': url, 'secureUrl': self.secure_urls[name],
                              'virtualIps': self.virtual_ips[name], 'loadBalancers': self.seeded(name)}
                             for name, url in self.urls.items()]}
        with open(self.folder + '/peer.json', 'w') as f:
            json.dump(facts, f, indent=1)
        print(json.dumps(facts), flush=True)

    def seed(self):
        seeders = [subprocess.Popen(ENDS_WITH_PARENT + [
            sys.executable, HERE + '/seed.py', '%s/%s' % (self.folder, name), '--url', url, '--identity',
            self.identity + '/v3', '--members', self.members, '--names', self.options.seed]) for name, url in self.urls.items()]
        while any(seeder.poll() is None for seeder in seeders):
            self.check()
            if self.ended.wait(0.05):
                raise SystemExit(0)
        if any(seeder.returncode for seeder in seeders):
            raise SystemExit('Seeding failed.')

    def seeded(self, name):
        path = '%s/%s/seed.json' % (self.folder, name)
        if not os.path.exists(path):
            return {}
        with open(path) as f:
            return json.load(f)

    def run(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.ended.set())
        threading.Thread(target=self.watch_input, daemon=True).start()
        try:
            self.start()
            while not self.ended.wait(0.5):
                self.check()
        finally:
            self.stop()

    def watch_input(self):
        while os.read(0, 4096):
            pass
        self.ended.set()

    def stop(self):
        for _, process in self.processes:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for _, process in self.processes:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.options.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder')
    parser.add_argument('--base-port', type=int, default=19000)
    parser.add_argument('--networks', default='127.220')
    parser.add_argument('--regions', type=int, choices=(1, 2), default=1)
    parser.add_argument('--seed', default='')
    parser.add_argument('--page-maximum', type=int, default=1000)
    parser.add_argument('--policy', choices=('advanced', 'default-roles'), default='advanced')
    parser.add_argument('--topology', choices=('SINGLE', 'ACTIVE_STANDBY'), default='SINGLE')
    parser.add_argument('--haproxy', default='haproxy')
    parser.add_argument('--temporary', action='store_true')
    Peer(parser.parse_args()).run()


if __name__ == '__main__':
    main()
