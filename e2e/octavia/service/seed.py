"""What a region holds at first, made through its API as any client would, by the user member.

    /usr/bin/python3 seed.py FOLDER --url http://127.0.0.1:19001 --identity http://127.0.0.1:19000/v3 --members 127.222.0 --names all

Writes FOLDER/seed.json: name → id, project, virtual IP, status, listeners and pools of each load balancer.
"""
import argparse
import json
import time
import urllib.error
import urllib.request
import uuid

from support import remove

SETTLE_SECONDS = 240


class Api:
    def __init__(self, url, identity, project):
        self.base = url + '/v2/lbaas'
        self.headers = {'Content-Type': 'application/json', 'Accept': 'application/json'}
        user = {'name': 'member', 'domain': {'name': 'Default'}, 'password': 'loopback-only'}
        body = {'auth': {'identity': {'methods': ['password'], 'password': {'user': user}},
                         'scope': {'project': {'name': project, 'domain': {'name': 'Default'}}}}}
        request = urllib.request.Request(identity + '/auth/tokens', json.dumps(body).encode(), self.headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            self.headers['X-Auth-Token'] = response.headers['X-Subject-Token']
            self.project = json.loads(response.read())['token']['project']['id']

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method, headers=self.headers,
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise SystemExit('%s %s: %d %s' % (method, path, error.code, error.read().decode()[:500])) from None
        return json.loads(text) if text else None

    def settled(self, load_balancer, wanted=('ACTIVE', 'ERROR')):
        until = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < until:
            status = self.call('GET', '/loadbalancers/%s?fields=provisioning_status' % load_balancer)['loadbalancer'][
                'provisioning_status']
            if status in wanted:
                return status
            time.sleep(0.1)
        raise SystemExit('%s stays %s' % (load_balancer, status))


def load_balancers(network):
    """Each is the body of one create with everything in it; those of the project shop say so."""
    def pool(name, protocol='HTTP', members=(1, 2, 3), port=8080, persistence=None, **more):
        return dict(name=name, protocol=protocol, lb_algorithm='ROUND_ROBIN', session_persistence=persistence, members=[
            dict(name='m%d' % n, address='%s.%d' % (network, n), protocol_port=port) for n in members], **more)

    def listener(name, protocol, port, default_pool=None, **more):
        body = dict(name=name, protocol=protocol, protocol_port=port, **more)
        return dict(body, default_pool=default_pool) if default_pool else body

    check = {'type': 'HTTP', 'delay': 2, 'timeout': 1, 'max_retries': 2, 'max_retries_down': 2, 'url_path': '/health'}
    cookie, source = {'type': 'HTTP_COOKIE'}, {'type': 'SOURCE_IP'}
    application = {'type': 'APP_COOKIE', 'cookie_name': 'JSESSIONID'}
    masked = dict(source, persistence_timeout=120, persistence_granularity='255.255.255.0')
    below_static = dict(name='static', action='REDIRECT_TO_POOL', position=1,
                        redirect_pool=pool('static-pool', members=(4, 5), persistence=source),
                        rules=[dict(type='PATH', compare_type='STARTS_WITH', value='/static')])
    return [
        dict(name='web', description='HTTP, three members with a health monitor, no persistence', tags=['shop', 'prod'],
             listeners=[listener('http', 'HTTP', 80, pool('web-pool', healthmonitor=check))]),
        dict(name='shop', description='HTTP and TERMINATED_HTTPS, each with its own pool and persistence',
             listeners=[listener('http', 'HTTP', 80, pool('shop-plain', persistence=source)),
                        listener('https', 'TERMINATED_HTTPS', 443, pool('shop-secure', persistence=cookie),
                                 default_tls_container_ref='http://127.0.0.1:9311/v1/secrets/demo-certificate')]),
        dict(name='app', description='HTTP with an application cookie; paths below /static go to a second pool',
             listeners=[listener('http', 'HTTP', 80, pool('app-pool', persistence=application), l7policies=[below_static])]),
        dict(name='database', description='TCP with source IP',
             listeners=[listener('tcp', 'TCP', 3306, pool('database-pool', 'TCP', persistence=source))]),
        dict(name='passthrough', description='HTTPS passed through, no persistence',
             listeners=[listener('https', 'HTTPS', 443, pool('tls-pool', 'HTTPS', port=8443))]),
        dict(name='dns', description='UDP with source IP, timeout and mask',
             listeners=[listener('udp', 'UDP', 53, pool('dns-pool', 'UDP', port=9000, persistence=masked))]),
        dict(name='empty', description='no listener and no pool'),
        dict(name='spare', description='a pool that no listener uses', pools=[pool('spare-pool', persistence=cookie)]),
        dict(name='held', description='held in PENDING_UPDATE',
             listeners=[listener('http', 'HTTP', 80, pool('held-pool', persistence=cookie))]),
        dict(name='broken', description='in ERROR',
             listeners=[listener('http', 'HTTP', 80, pool('broken-pool', persistence=source))]),
        dict(name='負荷分散装置 Lastverteiler Балансировщик ' + 'sehr-langer-name-' * 12,
             description='more than 200 characters, not only Latin ones',
             listeners=[listener('http', 'HTTP', 80, pool('プール', persistence=cookie))]),
        dict(name='till', project='shop', description='of another project',
             listeners=[listener('http', 'HTTP', 80, pool('till-pool', persistence=cookie))]),
    ]


def names_of(api, kind, owner, load_balancer):
    """Name → id of all objects of a kind, page by page: the region may have a small maximum."""
    found, marker = {}, ''
    while True:
        page = api.call('GET', '/%s?%s=%s%s' % (kind, owner, load_balancer, marker))
        found.update((item['name'], item['id']) for item in page[kind])
        if not page.get(kind + '_links'):
            return found
        marker = '&marker=' + page[kind][-1]['id']


def end_in(api, folder, load_balancer, handle, status):
    """Brings a load balancer into a status through a handle."""
    path = '%s/%s-%s' % (folder, handle, load_balancer)
    open(path, 'w').close()
    api.call('PUT', '/loadbalancers/' + load_balancer, {'loadbalancer': {'admin_state_up': True}})
    api.settled(load_balancer, (status,))
    if handle == 'fail':
        remove(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--url', required=True)
    parser.add_argument('--identity', required=True)
    parser.add_argument('--members', required=True)
    parser.add_argument('--names', required=True, help='separated by commas, or all')
    options = parser.parse_args()
    apis = {name: Api(options.url, options.identity, name) for name in ('panel', 'shop')}
    known = load_balancers(options.members)
    wanted = known if options.names == 'all' else [each for each in known if each['name'] in options.names.split(',')]
    made = {}
    for body in wanted:
        project = body.pop('project', 'panel')
        body = dict(body, vip_subnet_id=str(uuid.uuid4()), project_id=apis[project].project)
        load_balancer = apis[project].call('POST', '/loadbalancers', {'loadbalancer': body})['loadbalancer']
        made[body['name']] = (project, load_balancer['id'])
    for name, (project, load_balancer) in made.items():
        status = apis[project].settled(load_balancer)
        if status != 'ACTIVE':
            raise SystemExit('%s is %s' % (name, status))
    for name, handle, status in (('held', 'hold', 'PENDING_UPDATE'), ('broken', 'fail', 'ERROR')):
        if name in made:
            end_in(apis['panel'], options.folder, made[name][1], handle, status)
    facts = {}
    for name, (project, load_balancer) in made.items():
        api = apis[project]
        details = api.call('GET', '/loadbalancers/' + load_balancer)['loadbalancer']
        facts[name] = {'id': load_balancer, 'project': project, 'virtualIp': details['vip_address'],
                       'status': details['provisioning_status'],
                       'listeners': names_of(api, 'listeners', 'load_balancer_id', load_balancer),
                       'pools': names_of(api, 'pools', 'loadbalancer_id', load_balancer)}
    with open(options.folder + '/seed.json', 'w') as f:
        json.dump(facts, f, indent=1, ensure_ascii=False)


if __name__ == '__main__':
    main()
