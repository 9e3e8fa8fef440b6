"""The three chat services as far as their robots go, on a real port: they check and answer as documented.

Signatures are computed here from the services' own descriptions, not by the product's code.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SECRET = "SECe1b5d5b7a6a0"
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={KEY}",
    "feishu": f"/open-apis/bot/v2/hook/{KEY}",
}


class Chat:
    """What was said in the group; `answers` are given, one each, before the service behaves."""

    def __init__(self):
        self.said, self.bodies, self.answers, self.asked, self.origin = [], [], [], 0, ""
        self.slow = 0.0

    def address(self, service):
        return f"{self.origin}{PATHS[service]}"


def _mac(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _wecom(query, body):
    if query.get("key") != [KEY]:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    if len(body["text"]["content"].encode()) > 2048:
        return {"errcode": 40058, "errmsg": "content exceed max length"}
    return {"errcode": 0, "errmsg": "ok"}


def _dingtalk(query, body):
    if query.get("access_token") != [KEY]:
        return {"errcode": 300005, "errmsg": "token is not exist"}
    moment = query.get("timestamp", [""])[0]
    if query.get("sign") != [_mac(SECRET, f"{moment}\n{SECRET}")]:
        return {"errcode": 310000, "errmsg": "sign not match"}
    if not all(f"@{phone}" in body["text"]["content"] for phone in body["at"]["atMobiles"]):
        return {"errcode": 40035, "errmsg": "at without text"}
    return {"errcode": 0, "errmsg": "ok"}


def _feishu(query, body):
    if body.get("sign") != _mac(f"{body.get('timestamp')}\n{SECRET}", ""):
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return {"code": 0, "msg": "success", "data": {}}


def _text(path, body):
    return body["content"]["text"] if path.startswith("/open-apis") else body["text"]["content"]


@contextmanager
def serving():
    """The services, running."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            chat.asked += 1
            time.sleep(chat.slow)
            parts = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = 200, None
            if chat.answers:
                status, answer = chat.answers.pop(0)
            elif parts.path.startswith("/cgi-bin/webhook/send"):
                answer = _wecom(parse_qs(parts.query), body)
            elif parts.path.startswith("/robot/send"):
                answer = _dingtalk(parse_qs(parts.query), body)
            else:
                answer = _feishu(parse_qs(parts.query), body)
            if status == 200 and (answer.get("errcode") == 0 or answer.get("code") == 0):
                chat.said.append(_text(parts.path, body))
                chat.bodies.append(body)
            content = json.dumps(answer).encode() if answer is not None else b"<html>gateway</html>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
