"""Keystone on loopback, with people and projects made up for tests: all of it real but the data.

    /usr/bin/python3 identity.py FOLDER --port 19000 --region RegionOne=http://127.0.0.1:19001=https://127.0.0.1:19004

Writes FOLDER/credentials.json: users, projects, application credentials. The public endpoints are plain, the internal ones go
through the TLS front.
"""
import argparse
import json
import os
import sqlite3
import sys
import uuid

from cryptography.fernet import Fernet

from support import make_server, say_ready

PASSWORD = 'loopback-only'
APPLICATION_SECRET = 'app-loopback-only'
# Base32 of twenty bytes, the length that RFC 4226 recommends.
TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
LOCKOUT_ATTEMPTS = 3

# Few rounds of bcrypt: a sign-in costs milliseconds instead of a third of a second.
CONFIGURATION = """\
[DEFAULT]
log_file = {folder}/keystone.log
public_endpoint = {base}
[database]
# A connection that is thrown away is closed by whichever thread comes to it; one that cannot be keeps its lock.
connection = sqlite:///{folder}/keystone.db?timeout=30&check_same_thread=false
[fernet_tokens]
key_repository = {folder}/fernet
[fernet_receipts]
key_repository = {folder}/fernet
[credential]
key_repository = {folder}/credential
[token]
provider = fernet
expiration = 3600
[auth]
methods = password,token,totp,application_credential
[identity]
password_hash_rounds = 4
[security_compliance]
lockout_failure_attempts = {attempts}
lockout_duration = 3600
"""

ROLES = ('load-balancer_member', 'load-balancer_observer', 'load-balancer_admin', 'load-balancer_global_observer',
         'load-balancer_quota_admin')
ADMIN = ('admin', 'load-balancer_admin')
MEMBER = ('member', 'load-balancer_member')
OBSERVER = ('reader', 'load-balancer_observer')
# Project → (domain, user → roles). Nobody makes a load balancer in quiet.
PROJECTS = {
    'panel': ('Default', {
        'operator': ADMIN, 'member': MEMBER, 'observer': OBSERVER, 'newcomer': ('member',), 'newreader': ('reader',),
        'specialist': ('load-balancer_member',), 'totp': MEMBER, 'expired': MEMBER, 'locked': MEMBER, 'lockable': MEMBER,
        'disabled': MEMBER}),
    'shop': ('Default', {'operator': ADMIN, 'member': MEMBER}),
    'quiet': ('Default', {'member': MEMBER}),
    'other': ('Default', {'other': MEMBER}),
    'service': ('Default', {'octavia': ('admin',)}),
    'web': ('acme', {'eva': MEMBER}),
}
# Everybody else cannot be locked out, so that wrong passwords of one test do not reach another.
OPTIONS = {
    'totp': {'multi_factor_auth_enabled': True, 'multi_factor_auth_rules': [['password', 'totp']],
             'ignore_lockout_failure_attempts': True},
    'locked': {},
    'lockable': {},
}


def new_id():
    return uuid.uuid4().hex


class Seeder:
    """Fills Keystone through its own managers, in this process: through HTTP it would take many times as long."""

    def __init__(self):
        from keystone.common import provider_api
        self.api = provider_api.ProviderAPIs
        self.roles = {role['name']: role['id'] for role in self.api.role_api.list_roles()}
        self.domains = {'Default': 'default'}
        self.projects, self.users = {}, {}

    def seed(self, regions):
        for name in ROLES:
            self.roles[name] = new_id()
            self.api.role_api.create_role(self.roles[name], {'id': self.roles[name], 'name': name, 'domain_id': None})
        self.fill_catalog(regions)
        self.domains['acme'] = new_id()
        self.api.resource_api.create_domain(self.domains['acme'], {'id': self.domains['acme'], 'name': 'acme', 'enabled': True})
        for project, (domain, people) in PROJECTS.items():
            self.make_project(project, domain)
            for name, given in people.items():
                if name not in self.users:
                    self.make_user(name, domain, project)
                for role in given:
                    self.api.assignment_api.create_grant(self.roles[role], user_id=self.users[name]['id'],
                                                         project_id=self.projects[project])
        self.make_user('homeless', 'Default', None)
        self.make_special()
        return {'projects': self.projects, 'applicationCredentials': self.make_application_credentials(),
                'administrator': {'name': 'admin', 'password': PASSWORD, 'domain': 'Default', 'project': 'admin'},
                'users': {name: user for name, user in self.users.items() if name != 'octavia'}}

    def fill_catalog(self, regions):
        service = new_id()
        self.api.catalog_api.create_service(service, {'id': service, 'type': 'load-balancer', 'name': 'octavia'})
        for region, url, secure in regions:
            if region != 'RegionOne':
                self.api.catalog_api.create_region({'id': region, 'description': '', 'parent_region_id': None})
            for interface, address in (('public', url), ('internal', secure)):
                endpoint = new_id()
                self.api.catalog_api.create_endpoint(endpoint, {
                    'id': endpoint, 'service_id': service, 'interface': interface, 'region_id': region, 'url': address,
                    'enabled': True})

    def make_project(self, name, domain):
        self.projects[name] = new_id()
        self.api.resource_api.create_project(self.projects[name], {
            'id': self.projects[name], 'name': name, 'domain_id': self.domains[domain], 'enabled': True})

    def make_user(self, name, domain, project):
        fields = {'name': name, 'domain_id': self.domains[domain], 'password': PASSWORD, 'enabled': name != 'disabled',
                  'options': OPTIONS.get(name, {'ignore_lockout_failure_attempts': True})}
        if project:
            fields['default_project_id'] = self.projects[project]
        user = self.api.identity_api.create_user(fields)
        self.users[name] = {'id': user['id'], 'name': name, 'password': PASSWORD, 'domain': domain, 'project': project}

    def make_special(self):
        credential = new_id()
        self.api.credential_api.create_credential(credential, {
            'id': credential, 'type': 'totp', 'blob': TOTP_SECRET, 'user_id': self.users['totp']['id'], 'project_id': None})
        self.users['totp']['totpSecret'] = TOTP_SECRET
        driver = self.api.identity_api.driver
        for _ in range(LOCKOUT_ATTEMPTS):
            try:
                driver.authenticate(self.users['locked']['id'], 'wrong')
            except AssertionError:
                pass

    def make_application_credentials(self):
        """The second may only read: Octavia's middleware asks for the rules of a credential."""
        member, project = self.users['member'], self.projects['panel']
        reading = [{'id': new_id(), 'service': 'load-balancer', 'method': 'GET', 'path': '/v2/lbaas/**'}]
        made = {}
        for key, name, rules in (('full', 'holdfast', None), ('readOnly', 'holdfast reader', reading)):
            fields = {'id': new_id(), 'name': name, 'secret': APPLICATION_SECRET, 'user_id': member['id'], 'project_id': project,
                      'roles': [{'id': self.roles[role]} for role in MEMBER], **({'access_rules': rules} if rules else {})}
            self.api.application_credential_api.create_application_credential(fields)
            made[key] = {'id': fields['id'], 'name': name, 'secret': APPLICATION_SECRET, 'user': 'member',
                         'domain': 'Default', 'project': 'panel'}
        return made


def expire_password(folder, user):
    """Only the time in the database tells: no manager sets it."""
    with sqlite3.connect(folder + '/keystone.db', timeout=30) as database:
        database.execute('UPDATE password SET expires_at = ?, expires_at_int = ? WHERE local_user_id = '
                         '(SELECT id FROM local_user WHERE user_id = ?)', ('2020-01-01 00:00:00.000000', 1577836800000000, user))


def make_keys(folder):
    for name in ('fernet', 'credential'):
        os.makedirs('%s/%s' % (folder, name), mode=0o700)
        for number in '01':
            with open('%s/%s/%s' % (folder, name, number), 'wb') as key:
                key.write(Fernet.generate_key())


def make_database():
    """The tables of Keystone's models and the root of all domains: its hundred migrations take half a minute."""
    from keystone.common import sql
    from keystone.common.sql import core
    from keystone.resource.backends import base, sql_model
    with sql.session_for_write() as session:
        core.ModelBase.metadata.create_all(session.get_bind())
        root = base.NULL_DOMAIN_ID
        session.add(sql_model.Project(id=root, name=root, domain_id=root, enabled=False, is_domain=True, extra={}))


def bootstrap(base):
    """What `keystone-manage bootstrap` does."""
    from keystone.cmd import bootstrap as command
    command.backends.load_backends = lambda: None  # the application has loaded them
    bootstrapper = command.Bootstrapper()
    bootstrapper.admin_username = bootstrapper.project_name = bootstrapper.admin_role_name = 'admin'
    bootstrapper.admin_password = PASSWORD
    bootstrapper.region_id = 'RegionOne'
    bootstrapper.service_name = 'keystone'
    bootstrapper.public_url = bootstrapper.internal_url = base + '/v3'
    bootstrapper.bootstrap()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--region', action='append', required=True, metavar='NAME=URL=SECURE_URL')
    options = parser.parse_args()
    folder, base = options.folder, 'http://127.0.0.1:%d' % options.port
    path = folder + '/keystone.conf'
    with open(path, 'w') as f:
        f.write(CONFIGURATION.format(folder=folder, base=base, attempts=LOCKOUT_ATTEMPTS))
    fresh = not os.path.exists(folder + '/credentials.json')
    if fresh:
        make_keys(folder)
        # Keystone may leave a read open while another connection commits: with SQLite's usual journal the database is then locked.
        with sqlite3.connect(folder + '/keystone.db') as database:
            database.execute('PRAGMA journal_mode=WAL')
    os.environ['OS_KEYSTONE_CONFIG_FILES'] = path
    sys.argv = sys.argv[:1]
    from keystone.server import wsgi
    application = wsgi.initialize_public_application()
    if fresh:
        make_database()
        bootstrap(base)
        facts = Seeder().seed([region.split('=') for region in options.region])
        expire_password(folder, facts['users']['expired']['id'])
        with open(folder + '/credentials.json', 'w') as f:
            json.dump(facts, f, indent=1)
    server = make_server(application, options.port)
    say_ready(folder)
    server.serve_forever()


if __name__ == '__main__':
    main()
