"""What every process of the peer needs: a WSGI server, certificates, and an end together with its parent."""
import datetime
import ipaddress
import os
import socketserver
from wsgiref import simple_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# The signal comes when the thread that started the program ends: start programs from threads that live as long as their process.
ENDS_WITH_PARENT = ['setpriv', '--pdeathsig', 'TERM', '--']


class ThreadingServer(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class QuietHandler(simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass

    def address_string(self):
        return self.client_address[0]


def make_server(app, port):
    return simple_server.make_server('127.0.0.1', port, app, server_class=ThreadingServer, handler_class=QuietHandler)


def say_ready(folder):
    with open(folder + '/ready', 'w') as f:
        f.write(str(os.getpid()))


def remove(*paths):
    for path in paths:
        try:
            os.remove(path)
        except FileNotFoundError:
            pass


class Authority:
    """A private certificate authority; its own certificate is FOLDER/ca.pem, its key FOLDER/ca.key."""

    def __init__(self, folder, name):
        os.makedirs(folder, exist_ok=True)
        self.path = folder + '/ca.pem'
        self.key_path = folder + '/ca.key'
        if os.path.exists(self.path):
            with open(self.path, 'rb') as certificate, open(self.key_path, 'rb') as key:
                self.certificate = x509.load_pem_x509_certificate(certificate.read())
                self.key = serialization.load_pem_private_key(key.read(), None)
            return
        self.key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.certificate = self._builder(subject, subject, self.key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(self.key, hashes.SHA256())
        _write(self.path, _pem(self.certificate))
        _write(self.key_path, _key_pem(self.key))

    def issue(self, name, certificate_path, key_path):
        """A certificate for NAME and for this machine. Both paths may be one file."""
        if os.path.exists(certificate_path):
            return
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        names = x509.SubjectAlternativeName([x509.DNSName(name), x509.DNSName('localhost'),
                                             x509.IPAddress(ipaddress.ip_address('127.0.0.1'))])
        certificate = self._builder(subject, self.certificate.subject, key).add_extension(
            names, critical=False).sign(self.key, hashes.SHA256())
        if certificate_path == key_path:
            _write(key_path, _pem(certificate) + _key_pem(key))
        else:
            _write(certificate_path, _pem(certificate))
            _write(key_path, _key_pem(key))

    @staticmethod
    def _builder(subject, issuer, key):
        now = datetime.datetime.utcnow()
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                .not_valid_after(now + datetime.timedelta(days=3650)))


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
                             serialization.NoEncryption())


def _write(path, content):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as f:
        f.write(content)
