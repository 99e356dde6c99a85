"""What imported keys are for, through boto3: flows.py ENDPOINT REGION. Wraps and checks with Python's cryptography.

Prints `ok NAME`, `skip NAME: why` or `FAIL NAME: why` for each flow; ends with 1 when one failed.
"""
import datetime
import hashlib
import hmac
import os
import sys
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

endpoint, region = sys.argv[1:]


def client(where):
    return boto3.client(
        'kms', endpoint_url=endpoint, region_name=where, aws_access_key_id='flows', aws_secret_access_key='flows',
        config=Config(retries={'max_attempts': 1}))


kms = client(region)
sha256 = hashes.SHA256()
oaep = padding.OAEP(padding.MGF1(sha256), sha256, None)


class Skip(Exception):
    """This boto3 does not know what the flow needs."""


def needs(operation, field=None):
    shapes = kms.meta.service_model
    if operation not in shapes.operation_names: raise Skip(f'this boto3 has no {operation}')
    if field and field not in shapes.operation_model(operation).input_shape.members:
        raise Skip(f'{operation} of this boto3 has no {field}')


def create(**more):
    return kms.create_key(Origin='EXTERNAL', **more)['KeyMetadata']['KeyId']


def wrapped(key_id, material, using=kms, scheme=oaep):
    handed = using.get_parameters_for_import(
        KeyId=key_id, WrappingAlgorithm='RSAES_OAEP_SHA_256', WrappingKeySpec='RSA_3072')
    public_key = serialization.load_der_public_key(handed['PublicKey'])
    return {
        'KeyId': key_id, 'ImportToken': handed['ImportToken'],
        'EncryptedKeyMaterial': public_key.encrypt(material, scheme)}


def load(key_id, material, using=kms, **more):
    more = more or {'ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE'}
    return using.import_key_material(**wrapped(key_id, material, using), **more)


def state(key_id): return kms.describe_key(KeyId=key_id)['KeyMetadata']['KeyState']


def symmetric():
    key_id = create()
    load(key_id, os.urandom(32))
    return key_id


def pkcs8(key):
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def spki(key):
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def elliptic(usage='SIGN_VERIFY', curve=ec.SECP384R1(), spec='ECC_NIST_P384'):
    key = ec.generate_private_key(curve)
    key_id = create(KeySpec=spec, KeyUsage=usage)
    load(key_id, pkcs8(key))
    assert kms.get_public_key(KeyId=key_id)['PublicKey'] == spki(key)
    return key_id, key


def refused(name, call, *args, **kwargs):
    try: call(*args, **kwargs)
    except ClientError as error:
        assert error.response['Error']['Code'] == name, error
        return error.response['Error']['Message']
    raise AssertionError(f'{name} was expected, and it was accepted')


def alias_before_the_import():
    key_id, alias = create(), f'alias/{uuid.uuid4()}'
    kms.create_alias(AliasName=alias, TargetKeyId=key_id)
    assert kms.describe_key(KeyId=alias)['KeyMetadata']['KeyState'] == 'PendingImport'
    load(key_id, os.urandom(32))
    sealed = kms.encrypt(KeyId=alias, Plaintext=b'a secret')['CiphertextBlob']
    assert kms.decrypt(CiphertextBlob=sealed)['Plaintext'] == b'a secret'
    listed = kms.get_paginator('list_aliases').paginate(KeyId=key_id).build_full_result()['Aliases']
    assert [one['AliasName'] for one in listed] == [alias]
    other = symmetric()
    kms.update_alias(AliasName=alias, TargetKeyId=other)
    assert kms.describe_key(KeyId=alias)['KeyMetadata']['KeyId'] == other
    kms.delete_alias(AliasName=alias)
    refused('NotFoundException', kms.describe_key, KeyId=alias)


def data_keys():
    key_id = symmetric()
    made = kms.generate_data_key(KeyId=key_id, KeySpec='AES_256', EncryptionContext={'for': 'flows'})
    opened = kms.decrypt(CiphertextBlob=made['CiphertextBlob'], EncryptionContext={'for': 'flows'})
    assert opened['Plaintext'] == made['Plaintext']
    refused('InvalidCiphertextException', kms.decrypt, CiphertextBlob=made['CiphertextBlob'])
    bare = kms.generate_data_key_without_plaintext(KeyId=key_id, NumberOfBytes=48)['CiphertextBlob']
    moved = kms.re_encrypt(CiphertextBlob=bare, DestinationKeyId=symmetric())['CiphertextBlob']
    assert len(kms.decrypt(CiphertextBlob=moved)['Plaintext']) == 48
    pair = kms.generate_data_key_pair(KeyId=key_id, KeyPairSpec='ECC_NIST_P256')
    key = serialization.load_der_private_key(pair['PrivateKeyPlaintext'], None)
    assert spki(key) == pair['PublicKey']


def macs():
    material = os.urandom(32)
    key_id = create(KeySpec='HMAC_256', KeyUsage='GENERATE_VERIFY_MAC')
    load(key_id, material)
    mac = kms.generate_mac(KeyId=key_id, Message=b'a message', MacAlgorithm='HMAC_SHA_256')['Mac']
    assert mac == hmac.new(material, b'a message', hashlib.sha256).digest()
    assert kms.verify_mac(KeyId=key_id, Message=b'a message', MacAlgorithm='HMAC_SHA_256', Mac=mac)['MacValid']
    refused('KMSInvalidMacException', kms.verify_mac, KeyId=key_id, Message=b'b', MacAlgorithm='HMAC_SHA_256', Mac=mac)


def ecdsa():
    key_id, key = elliptic()
    signed = kms.sign(KeyId=key_id, Message=b'a message', SigningAlgorithm='ECDSA_SHA_384')['Signature']
    key.public_key().verify(signed, b'a message', ec.ECDSA(hashes.SHA384()))
    mine = key.sign(b'a message', ec.ECDSA(hashes.SHA384()))
    assert kms.verify(
        KeyId=key_id, Message=b'a message', SigningAlgorithm='ECDSA_SHA_384', Signature=mine)['SignatureValid']


def secp256k1(): elliptic(curve=ec.SECP256K1(), spec='ECC_SECG_P256K1')


def agreement():
    needs('DeriveSharedSecret')
    key_id, key = elliptic('KEY_AGREEMENT')
    peer = ec.generate_private_key(ec.SECP384R1())
    secret = kms.derive_shared_secret(KeyId=key_id, KeyAgreementAlgorithm='ECDH', PublicKey=spki(peer))['SharedSecret']
    assert secret == peer.exchange(ec.ECDH(), key.public_key())


def rsa_key(usage):
    key = rsa.generate_private_key(65537, 2048)
    key_id = create(KeySpec='RSA_2048', KeyUsage=usage)
    handed = kms.get_parameters_for_import(
        KeyId=key_id, WrappingAlgorithm='RSA_AES_KEY_WRAP_SHA_256', WrappingKeySpec='RSA_3072')
    from cryptography.hazmat.primitives import keywrap
    kek = os.urandom(32)
    under = serialization.load_der_public_key(handed['PublicKey'])
    blob = under.encrypt(kek, oaep) + keywrap.aes_key_wrap_with_padding(kek, pkcs8(key))
    kms.import_key_material(
        KeyId=key_id, ImportToken=handed['ImportToken'], EncryptedKeyMaterial=blob,
        ExpirationModel='KEY_MATERIAL_DOES_NOT_EXPIRE')
    assert kms.get_public_key(KeyId=key_id)['PublicKey'] == spki(key)
    return key_id, key


def rsa_signatures():
    key_id, key = rsa_key('SIGN_VERIFY')
    signed = kms.sign(KeyId=key_id, Message=b'a message', SigningAlgorithm='RSASSA_PSS_SHA_256')['Signature']
    key.public_key().verify(signed, b'a message', padding.PSS(padding.MGF1(sha256), 32), sha256)
    digest = hashlib.sha256(b'a message').digest()
    signed = kms.sign(
        KeyId=key_id, Message=digest, MessageType='DIGEST', SigningAlgorithm='RSASSA_PKCS1_V1_5_SHA_256')['Signature']
    key.public_key().verify(signed, b'a message', padding.PKCS1v15(), sha256)


def rsa_encryption():
    key_id, key = rsa_key('ENCRYPT_DECRYPT')
    sealed = key.public_key().encrypt(b'a secret', oaep)
    opened = kms.decrypt(KeyId=key_id, CiphertextBlob=sealed, EncryptionAlgorithm='RSAES_OAEP_SHA_256')
    assert opened['Plaintext'] == b'a secret'


def again_after_deletion():
    material, key_id = os.urandom(32), create()
    load(key_id, material)
    sealed = kms.encrypt(KeyId=key_id, Plaintext=b'a secret')['CiphertextBlob']
    kms.delete_imported_key_material(KeyId=key_id)
    assert state(key_id) == 'PendingImport'
    refused('KMSInvalidStateException', kms.decrypt, CiphertextBlob=sealed)
    refused('IncorrectKeyMaterialException', load, key_id, os.urandom(32))
    load(key_id, material)
    assert kms.decrypt(CiphertextBlob=sealed)['Plaintext'] == b'a secret'


def expiry():
    key_id = create()
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)
    load(key_id, os.urandom(32), ValidTo=at)
    metadata = kms.describe_key(KeyId=key_id)['KeyMetadata']
    assert metadata['ExpirationModel'] == 'KEY_MATERIAL_EXPIRES' and abs(metadata['ValidTo'] - at).total_seconds() < 1


def rotation():
    needs('RotateKeyOnDemand')
    needs('ImportKeyMaterial', 'ImportType')
    first, second, key_id = os.urandom(32), os.urandom(32), create()
    load(key_id, first)
    sealed = kms.encrypt(KeyId=key_id, Plaintext=b'a secret')['CiphertextBlob']
    load(key_id, second, ImportType='NEW_KEY_MATERIAL', ExpirationModel='KEY_MATERIAL_DOES_NOT_EXPIRE')
    kms.rotate_key_on_demand(KeyId=key_id)
    assert len(kms.list_key_rotations(KeyId=key_id, IncludeKeyMaterial='ALL_KEY_MATERIAL')['Rotations']) == 2
    assert kms.decrypt(CiphertextBlob=sealed)['Plaintext'] == b'a secret'
    newer = kms.encrypt(KeyId=key_id, Plaintext=b'a secret')
    assert kms.decrypt(CiphertextBlob=newer['CiphertextBlob'])['Plaintext'] == b'a secret'


def states():
    key_id = symmetric()
    kms.disable_key(KeyId=key_id)
    refused('DisabledException', kms.encrypt, KeyId=key_id, Plaintext=b'x')
    kms.enable_key(KeyId=key_id)
    kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)
    assert state(key_id) == 'PendingDeletion'
    kms.cancel_key_deletion(KeyId=key_id)
    assert state(key_id) == 'Disabled'
    kms.update_key_description(KeyId=key_id, Description='flows')
    assert kms.describe_key(KeyId=key_id)['KeyMetadata']['Description'] == 'flows'


def tags_and_policies():
    key_id = create(Tags=[{'TagKey': 'a', 'TagValue': '1'}])
    kms.tag_resource(KeyId=key_id, Tags=[{'TagKey': 'b', 'TagValue': '2'}])
    kms.untag_resource(KeyId=key_id, TagKeys=['a'])
    assert kms.list_resource_tags(KeyId=key_id)['Tags'] == [{'TagKey': 'b', 'TagValue': '2'}]
    policy = kms.get_key_policy(KeyId=key_id, PolicyName='default')['Policy']
    kms.put_key_policy(KeyId=key_id, PolicyName='default', Policy=policy)
    assert kms.list_key_policies(KeyId=key_id)['PolicyNames'] == ['default']


def grants():
    key_id = symmetric()
    grantee = 'arn:aws:iam::111122223333:role/flows'
    made = kms.create_grant(KeyId=key_id, GranteePrincipal=grantee, Operations=['Decrypt'])
    assert [one['GrantId'] for one in kms.list_grants(KeyId=key_id)['Grants']] == [made['GrantId']]
    kms.revoke_grant(KeyId=key_id, GrantId=made['GrantId'])
    assert kms.list_grants(KeyId=key_id)['Grants'] == []


def replicas():
    elsewhere = 'eu-west-1' if region != 'eu-west-1' else 'us-west-2'
    if region.startswith('cn-'): elsewhere = 'cn-northwest-1'
    material, key_id = os.urandom(32), create(MultiRegion=True)
    load(key_id, material)
    there = client(elsewhere)
    kms.replicate_key(KeyId=key_id, ReplicaRegion=elsewhere)
    load(key_id, material, there)
    sealed = kms.encrypt(KeyId=key_id, Plaintext=b'a secret')['CiphertextBlob']
    assert there.decrypt(CiphertextBlob=sealed)['Plaintext'] == b'a secret'


def wrong_hash():
    sha1 = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    message = refused(
        'InvalidCiphertextException', kms.import_key_material,
        ExpirationModel='KEY_MATERIAL_DOES_NOT_EXPIRE', **wrapped(create(), os.urandom(32), scheme=sha1))
    assert '[oaep-hash]' in message, message


flows = [
    alias_before_the_import, data_keys, macs, ecdsa, secp256k1, agreement, rsa_signatures, rsa_encryption,
    again_after_deletion, expiry, rotation, states, tags_and_policies, grants, replicas, wrong_hash]
failed = 0
for flow in flows:
    name = flow.__name__.replace('_', ' ')
    try:
        flow()
        print(f'ok {name}')
    except Skip as why: print(f'skip {name}: {why}')
    except Exception as error:
        failed += 1
        print(f'FAIL {name}: {type(error).__name__}: {error}')
sys.exit(failed > 0)
