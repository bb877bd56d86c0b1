# SPDX-License-Identifier: Apache-2.0
"""What sign-report writes is accepted by programs that share no code with us, and every change of
one byte of payload, type or signature is refused: OpenSSL's command line, cryptography,
securesystemslib, the bundle parser of sigstore, the statements of in-toto-attestation."""

import base64
import copy
import hashlib
import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import reports
import securesystemslib.dsse
import securesystemslib.signer
import sigstore.dsse
import sigstore_models.bundle.v1
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement

CHANGES = {"cryptography": 300, "securesystemslib": 300, "sigstore": 300, "openssl": 60}


def pae(kind, body):
    kind = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def parts(envelope):
    return (
        base64.b64decode(envelope["payload"], validate=True),
        envelope["payloadType"],
        base64.b64decode(envelope["signatures"][0]["sig"], validate=True),
    )


def accepts_cryptography(pem, payload, kind, signature):
    try:
        serialization.load_pem_public_key(pem).verify(signature, pae(kind, payload))
        return True
    except InvalidSignature:
        return False


def accepts_securesystemslib(pem, payload, kind, signature):
    public = serialization.load_pem_public_key(pem)
    key = securesystemslib.signer.SSlibKey.from_crypto(public)
    envelope = securesystemslib.dsse.Envelope(
        payload, kind, {key.keyid: securesystemslib.signer.Signature(key.keyid, signature.hex())}
    )
    try:
        envelope.verify([key], 1)
        return True
    except securesystemslib.exceptions.VerificationError:
        return False


def accepts_sigstore(pem, payload, kind, signature):
    """Its own parser and its own pre-authentication encoding; the key comes from us."""
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [{"keyid": "", "sig": base64.b64encode(signature).decode()}],
    }
    bundle = copy.deepcopy(BUNDLE)
    bundle["dsseEnvelope"] = envelope
    parsed = sigstore_models.bundle.v1.Bundle.from_json(json.dumps(bundle)).dsse_envelope
    body = base64.b64decode(parsed.payload) if isinstance(parsed.payload, str) else parsed.payload
    message = sigstore.dsse._pae(parsed.payload_type, body)
    try:
        serialization.load_pem_public_key(pem).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def accepts_openssl(pem, payload, kind, signature):
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "key.pem").write_bytes(pem)
        (at / "pae.bin").write_bytes(pae(kind, payload))
        (at / "sig.bin").write_bytes(signature)
        said = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", at / "key.pem", "-rawin", "-in",
             at / "pae.bin", "-sigfile", at / "sig.bin"],
            capture_output=True,
            check=False,
        )
        return said.returncode == 0


def one_byte_changed(rng, payload, kind, signature):
    whole = [bytearray(payload), bytearray(kind.encode()), bytearray(signature)]
    part = rng.randrange(3)
    at = rng.randrange(len(whole[part]))
    if part == 1:
        # The type stays text, so that every reader gets as far as the signature.
        whole[1][at] = rng.choice([c for c in range(33, 127) if c != whole[1][at]])
    else:
        whole[part][at] ^= rng.randrange(1, 256)
    return bytes(whole[0]), whole[1].decode(), bytes(whole[2])


def check_readers(pem, envelope):
    payload, kind, signature = parts(envelope)
    rng = random.Random(7)
    for name, changes in CHANGES.items():
        accepts = globals()["accepts_" + name]
        assert accepts(pem, payload, kind, signature), f"{name} refuses what we wrote"
        for _ in range(changes):
            new = one_byte_changed(rng, payload, kind, signature)
            assert not accepts(pem, *new), f"{name} accepts a changed byte"
        print(f"{name}: accepted, {changes} changes refused")


def check_statement(payload):
    Statement.validate(Statement(subjects=[], predicate_type="", predicate={}).copy_from_pb(
        json_format.Parse(payload, statement_pb2.Statement(), ignore_unknown_fields=False)))


def check_lines(pem, folder, verdict):
    lines = (folder / "report.intoto.jsonl").read_text().splitlines()
    envelopes = [json.loads(line) for line in lines]
    types = []
    for envelope in envelopes:
        payload, kind, signature = parts(envelope)
        assert accepts_cryptography(pem, payload, kind, signature)
        check_statement(payload)
        statement = json.loads(payload)
        types.append(statement["predicateType"])
        if "test-result" in types[-1]:
            json_format.ParseDict(statement["predicate"], test_result_pb2.TestResult())
            assert (statement["predicate"]["result"] != "FAILED") == (verdict == 0)
    assert types[1] == "https://in-toto.io/attestation/test-result/v0.1"
    assert types[2:] == (["https://in-toto.io/attestation/svr/v0.2"] if verdict == 0 else [])
    assert envelopes[0] == json.loads((folder / "report.dsse.json").read_bytes())


def check_bundle(pem, folder):
    text = (folder / "report.sigstore.json").read_text()
    parsed = sigstore_models.bundle.v1.Bundle.from_json(text)
    assert parsed.media_type == "application/vnd.dev.sigstore.bundle.v0.3+json"
    public = serialization.load_pem_public_key(pem)
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert parsed.verification_material.public_key.hint == hashlib.sha256(der).hexdigest()
    assert len(parsed.dsse_envelope.signatures) == 1
    assert not parsed.verification_material.tlog_entries
    return json.loads(text)


def main():
    global BUNDLE
    programs = reports.Programs(sys.argv[1])
    folder, said = programs.report()
    pem = programs.public_key()
    BUNDLE = check_bundle(pem, folder)
    check_readers(pem, json.loads((folder / "report.dsse.json").read_bytes()))
    check_lines(pem, folder, said.returncode)
    hostile, said = programs.report(True)
    check_lines(pem, hostile, said.returncode)


main()
