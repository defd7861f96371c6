"""A TLS server on a free port of 127.0.0.1: prints its port, and writes a line for each connection
to a file. Ends with its standard input.

    tls_server.py CERTIFICATES KEY FILE

"refused" is a connection that the client gave up before it had said anything; "request" one on which it said something,
which is answered.
"""

import os
import socket
import ssl
import sys
import threading


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
listener = socket.create_server(("127.0.0.1", 0))
outcomes = open(sys.argv[3], "w", buffering=1)
print(listener.getsockname()[1], flush=True)
while True:
    plain, _ = listener.accept()
    outcome = "refused"
    try:
        with context.wrap_socket(plain, server_side=True) as connection:
            if connection.recv(65536):
                outcome = "request"
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
    except OSError:
        # ssl.SSLError is one.
        pass
    print(outcome, file=outcomes)
