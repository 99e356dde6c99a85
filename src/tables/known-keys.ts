import type { SourceId } from './sources.ts';

export interface KnownKey {
  /** The key's name where it is published. */
  readonly name: string;
  readonly source: SourceId;
}

/**
 * Keys whose private half is published, by fingerprint: SHA-256, in hex, of the DER SubjectPublicKeyInfo (named curve, uncompressed
 * point; RSA with NULL parameters), or of the bytes themselves for a symmetric key. No key is stored, only fingerprints.
 */
export const knownKeys: Readonly<Record<string, KnownKey>> = {
  'b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e': {
    name: 'RFC 9500, testECCP256',
    source: 'RFC9500',
  },
  'c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a': {
    name: 'RFC 9500, testECCP384',
    source: 'RFC9500',
  },
  'acb1b8327fef995e2458fdf5e3c33b2dc0749feabd6a894cb9bda9d70ac06c24': {
    name: 'RFC 9500, testECCP521',
    source: 'RFC9500',
  },
  '9a9e5b0f404f4e2d4386e38b04ac91e535946dc2a7f8d84a31404b476e5c35e1': {
    name: 'RFC 9500, testRSA1024',
    source: 'RFC9500',
  },
  '8fb6bad671cfe698393c453357da61b56d757ab8c0f3fb9c87f2849e63131878': {
    name: 'RFC 9500, testRSA2048',
    source: 'RFC9500',
  },
  '96465ea5dc9bb2da7b351d808a7196e5761f2412a5040131c68d719aaba28fb9': {
    name: 'RFC 9500, testRSA4096',
    source: 'RFC9500',
  },
  'f593bbbe487832574a08c14f743c177b314cda319e85568181df1dc74cf1e3c1': {
    name: 'RFC 9563, example SM2 key',
    source: 'RFC9563',
  },
  'c97c174acc1b56be277862230f92b0f9fa9b83c2aa471ceabb67533a91536bea': {
    name: 'GB/T 32918.5 annex C, example SM2 key',
    source: 'GBT32918',
  },
  '5a7a78cca4a0f420d9bc62bb669c3c2759e39f723d3ae10dcbe0f0815a07ecd4': {
    name: 'RFC 6979 A.2.5, P-256',
    source: 'RFC6979',
  },
  '2f95601fa82060b909bfc6b979dbd303d34d34e0afb27ea496beac362f242a4b': {
    name: 'RFC 6979 A.2.6, P-384',
    source: 'RFC6979',
  },
  '2fb6d46385242ea4ad431f7175e7014eb74a5fc60f65b50ca54cc23c5b08de38': {
    name: 'RFC 6979 A.2.7, P-521',
    source: 'RFC6979',
  },
  'fd28b88d82dbcaeece1ec62fd69a5d82ebc1d55f238a318bc28fc852ff1ef86e': {
    name: 'Hardhat and Foundry, test account 0',
    source: 'HARDHAT',
  },
  '6075c4475735fdff0f2369be0aa86b00a771e7bbff8ed3f04bc798cc33209517': {
    name: 'Hardhat and Foundry, test account 1',
    source: 'HARDHAT',
  },
  'b5121b441097ceb49e740102f5d6b74c354d3971bf86c37e9fc43dec0ad3c1eb': {
    name: 'Hardhat and Foundry, test account 2',
    source: 'HARDHAT',
  },
  'e107a295a0c193fa7cf4fe18e92dc7433890a373c1b3190c4069edb4ccb9be9e': {
    name: 'Hardhat and Foundry, test account 3',
    source: 'HARDHAT',
  },
  '871838426205e22750ff0d9ecd51a30a25c8efcc2fb8dbe0284f8aceb8b5de4e': {
    name: 'Hardhat and Foundry, test account 4',
    source: 'HARDHAT',
  },
  '2bd1bb0c44a897c30a7aa0991cde38d8062fe441de50da0f46825344f602e827': {
    name: 'RFC 7515 A.3, P-256',
    source: 'RFC7515',
  },
  '51b944cdfa544d4c3273aa6bf350625a7dd53bbb6a71723274f538b19a207760': {
    name: 'RFC 7517 A.2, P-256',
    source: 'RFC7517',
  },
  '6fd13c2435a361e7c588cd17f55f5ad3df0177a66c1727a6a200845f4d7ab88c': {
    name: 'RFC 7515 A.2, RSA',
    source: 'RFC7515',
  },
  '9146ce73d6abeda5e0ab6926e7bd9b563f2f2258b488d520534a0b84ba5871df': {
    name: 'RFC 7515 A.4, P-521',
    source: 'RFC7515',
  },
  'bf0a7a74f9afb6edda89ebabe824241bfdb281db2da50daae9973c6cbe99fe95': {
    name: 'RFC 7516 A.1, RSA',
    source: 'RFC7516',
  },
  'c1de70b4f5ae92a53b86f6a7175e3b9b88b2f810d55aba53aca334c59fc2ea60': {
    name: 'RFC 7516 A.2, RSA',
    source: 'RFC7516',
  },
  'ad32320cf6c596d884b05381ba573aba8ddd5749b4de8f4a23a79f9a89ddaeb2': {
    name: 'RFC 7517 A.2, RSA',
    source: 'RFC7517',
  },
  'c6479a15a50ac4cd9b6414e27c69bf37345dc1046dc648875c4898fbd35cc74b': {
    name: 'RFC 7520 3.2, P-521',
    source: 'RFC7520',
  },
  '627771f25da426d1f9ae315e42106d700b1529850eee1592acf39603959d795d': {
    name: 'RFC 7520 3.4, RSA',
    source: 'RFC7520',
  },
  '73ec74458059c70cae3f0ade8663fe0da1dc4b114ed8cdac75364140b4458a4c': {
    name: 'RFC 7520 3.5, HMAC',
    source: 'RFC7520',
  },
  'dc60a5b74b5e649e5f9559b39933a55b2ba6bbe9a0096d46370e65ecd8f92f1e': {
    name: 'RFC 7520 3.6, AES-256',
    source: 'RFC7520',
  },
  'b93c72b74bc8487d29827005f80d635918f91bc22b14d7ed05714d58f96702dd': {
    name: 'SP 800-38A F.1.5, AES-256',
    source: 'SP80038A',
  },
  'd4ffb8b77f7d6b26196e9a070e983f6701a4c42dec813d4de1a535d20a7df536': {
    name: 'SP 800-38A F.1.1, AES-128',
    source: 'SP80038A',
  },
  '411d3f1d2390ff3f482ac8df4e730780bb081a192f283d2f373138fd101dc8fe': {
    name: 'GB/T 32907 annex A, SM4',
    source: 'GBT32907',
  },
  'c8ecc9361a05e285f04c26f9572131a6deab07e9e2b865053c6f75a4d8bd2b32': {
    name: 'RFC 7515 A.1, HMAC',
    source: 'RFC7515',
  },
  '4fff06f65f787d8265aa9a7be8a59f48d581b6331d62cb8ea28d535967cc1740': {
    name: 'kms-keywrap, RSA_3072',
    source: 'GOLDEN',
  },
  '7648267a16612c9f9b386f5474f41471f60eb6d0396b9b0c2c68217f851eb23c': {
    name: 'kms-keywrap, ECC_SECG_P256K1',
    source: 'GOLDEN',
  },
  '0c33cd75a7829fe0add966cce2c19746e22db8cca7314b6223dfce3b491c655d': {
    name: 'kms-keywrap, golden vectors of aws/SYMMETRIC_DEFAULT',
    source: 'GOLDEN',
  },
  '1c38b206f49c820d73bec70e8eab67196bead5c81ecf44c66d3989117402461b': {
    name: 'kms-keywrap, golden vectors of aws/HMAC_224',
    source: 'GOLDEN',
  },
  '1b57057b83a3bd3f843608878c12e5befc23d6af536c35d72741cb3693117b0b': {
    name: 'kms-keywrap, golden vectors of aws/HMAC_256',
    source: 'GOLDEN',
  },
  '63c30c242d6feec3d2d1a034bad2b486d88efd831ecec716a32305676e1adc02': {
    name: 'kms-keywrap, golden vectors of aws/HMAC_384',
    source: 'GOLDEN',
  },
  'd12df2cbff6224e3f945c2a201b60078cb8d4644666b9d141b1e43b4c91dba93': {
    name: 'kms-keywrap, golden vectors of aws/HMAC_512',
    source: 'GOLDEN',
  },
  '1b31f1331eed3696e881b339ce9e7071976c1ed96894a72764f67cf2c8493389': {
    name: 'kms-keywrap, golden vectors of aws-cn/SYMMETRIC_DEFAULT',
    source: 'GOLDEN',
  },
  '9361a668e7dcf994267b4570b89033eccf43b4f83ca4a1ebfee79405bfaebdfc': {
    name: 'kms-keywrap, golden vectors of aws-cn/HMAC_224',
    source: 'GOLDEN',
  },
  'c6e387076c929a1f026a05be1ede9d2015fb30c4f50fa42b7ca5cc6a6d92d7b7': {
    name: 'kms-keywrap, golden vectors of aws-cn/HMAC_256',
    source: 'GOLDEN',
  },
  '015a0b446eb14747bbf90e9910fb3fb6fcb5230b1a02bdaa590ed36fac705200': {
    name: 'kms-keywrap, golden vectors of aws-cn/HMAC_384',
    source: 'GOLDEN',
  },
  'f7d488323cfd2a426de8ce287be5a085980cc9d793444f16b22cb697bde2a1fb': {
    name: 'kms-keywrap, golden vectors of aws-cn/HMAC_512',
    source: 'GOLDEN',
  },
};

/** The published key that has this fingerprint. */
export function knownKey(fingerprint: string): KnownKey | undefined {
  return Object.hasOwn(knownKeys, fingerprint) ? knownKeys[fingerprint] : undefined;
}
