"""Small back ends on loopback that tell their names.

    /usr/bin/python3 members.py FOLDER --network 127.222.0 [--count 6]

Member N listens on NETWORK.N: 8080 HTTP, 8443 HTTPS, 9000 UDP. Its name is mN, in the header X-Member and in the body of every path;
a client without the cookie JSESSIONID is given one. /health answers 200, and 503 while the file FOLDER/down-mN exists.
"""
import argparse
import os
import socketserver
import ssl
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import Authority, say_ready


class Member(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        name = self.server.name
        down = self.path == '/health' and os.path.exists('%s/down-%s' % (self.server.folder, name))
        body = (name + '\n').encode()
        self.send_response(503 if down else 200)
        self.send_header('X-Member', name)
        self.send_header('Content-Length', str(len(body)))
        if self.path != '/health' and 'JSESSIONID=' not in self.headers.get('Cookie', ''):
            self.send_header('Set-Cookie', 'JSESSIONID=%s; Path=/' % uuid.uuid4().hex)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_):
        pass


class Web(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    context = None

    def finish_request(self, request, client_address):
        if self.context:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except OSError:
                return
        super().finish_request(request, client_address)

    def handle_error(self, *_):
        pass


class Datagrams(socketserver.ThreadingUDPServer):
    daemon_threads = True


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        self.request[1].sendto((self.server.name + '\n').encode(), self.client_address)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--network', required=True)
    parser.add_argument('--count', type=int, default=6)
    options = parser.parse_args()
    folder = options.folder
    pem = folder + '/member.pem'
    Authority(folder, 'members').issue('member.example', pem, pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    for n in range(1, options.count + 1):
        host = '%s.%d' % (options.network, n)
        plain, secure, datagrams = Web((host, 8080), Member), Web((host, 8443), Member), Datagrams((host, 9000), Datagram)
        secure.context = context
        for server in (plain, secure, datagrams):
            server.name, server.folder = 'm%d' % n, folder
            threading.Thread(target=server.serve_forever, daemon=True).start()
    say_ready(folder)
    threading.Event().wait()


if __name__ == '__main__':
    main()
