"""An OpenID Connect provider with the authorization code flow, for argo server to ask: who logs in is said
by the parameter `user` of its authorization page. Standard library and openssl; nothing is kept.

provider.py PORT CLIENT_ID CLIENT_SECRET
"""
import base64
import http.server
import json
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.parse

PORT, CLIENT, SECRET = int(sys.argv[1]), sys.argv[2], sys.argv[3]
ISSUER = f"http://127.0.0.1:{PORT}"
GROUPS = {"olga": ["rimrep-operators"], "rita": ["rimrep-readers"], "nora": ["others"]}
key = tempfile.NamedTemporaryFile()
subprocess.run(["openssl", "genrsa", "-out", key.name, "2048"], check=True, capture_output=True)
modulus = subprocess.run(["openssl", "rsa", "-in", key.name, "-noout", "-modulus"], check=True, capture_output=True, text=True)
modulus = bytes.fromhex(modulus.stdout.strip().partition("=")[2])
codes = {}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(user):
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": CLIENT, "sub": user, "iat": now, "exp": now + 300, "email": user + "@example.org",
              "email_verified": True, "name": user, "groups": GROUPS[user]}
    text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "one", "typ": "JWT"}, claims))
    signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key.name], input=text.encode(), check=True, capture_output=True)
    return text + "." + base64url(signed.stdout)


class Provider(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(url.query))
        if url.path == "/.well-known/openid-configuration":
            self.answer({"issuer": ISSUER, "authorization_endpoint": ISSUER + "/authorize", "token_endpoint": ISSUER + "/token",
                         "jwks_uri": ISSUER + "/keys", "response_types_supported": ["code"],
                         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]})
        elif url.path == "/keys":
            self.answer({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "e": "AQAB", "n": base64url(modulus)}]})
        elif url.path == "/authorize" and asked.get("client_id") == CLIENT and asked.get("user") in GROUPS \
                and "openid" in asked.get("scope", "").split() and "groups" in asked["scope"].split():
            code = secrets.token_urlsafe()
            codes[code] = (asked["user"], asked["redirect_uri"])
            back = asked["redirect_uri"] + "?" + urllib.parse.urlencode({"code": code, "state": asked["state"]})
            self.answer({}, 302, back)
        else:
            self.answer({"error": "invalid_request"}, 400)

    def do_POST(self):
        asked = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = self.headers.get("Authorization") == basic or (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        user, redirect = codes.pop(asked.get("code"), (None, None))
        if not known or user is None or asked.get("redirect_uri") != redirect:
            self.answer({"error": "invalid_grant"}, 400)
        else:
            self.answer({"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 300, "id_token": token(user)})

    def answer(self, document, status=200, location=None):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Provider).serve_forever()
