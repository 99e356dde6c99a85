// Unwraps with Botan: botan ALGORITHM BLOB KEY OUT. 69: it does not have the algorithm.
#include <botan/auto_rng.h>
#include <botan/data_src.h>
#include <botan/ec_group.h>
#include <botan/ecc_key.h>
#include <botan/nist_keywrap.h>
#include <botan/pkcs8.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>
#include <botan/sm2.h>
#include <botan/aes.h>
#include <fstream>
#include <iostream>
#include <iterator>

using Bytes = std::vector<uint8_t>;

static Bytes read(const char* name) {
  std::ifstream in(name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

int main(int, char** a) try {
  const std::string algorithm = a[1];
  const Bytes blob = read(a[2]);
  Botan::AutoSeeded_RNG rng;
  Botan::DataSource_Memory source(read(a[3]));
  auto key = Botan::PKCS8::load_key(source);
  Botan::secure_vector<uint8_t> material;
  if (algorithm == "SM2PKE") {
    auto& ec = dynamic_cast<Botan::EC_PrivateKey&>(*key);
    Botan::SM2_PrivateKey sm2(rng, ec.domain(), ec.private_value());
    material = Botan::PK_Decryptor_EME(sm2, rng, "SM3").decrypt(blob);
  } else {
    const std::string hash = algorithm.find("SHA_256") == std::string::npos ? "SHA-1" : "SHA-256";
    const std::string padding = "OAEP(" + hash + ",MGF1(" + hash + "))";
    Botan::PK_Decryptor_EME rsa(*key, rng, padding);
    if (algorithm.rfind("RSAES", 0) == 0) material = rsa.decrypt(blob);
    else {
      const size_t k = std::min(blob.size(), (key->key_length() + 7) / 8);
      const auto kek = rsa.decrypt(blob.data(), k);
      if (kek.size() != 32) throw Botan::Decoding_Error("the AES key is not 32 bytes long");
      Botan::AES_256 aes;
      aes.set_key(kek);
      material = Botan::nist_key_unwrap_padded(blob.data() + k, blob.size() - k, aes);
    }
  }
  std::ofstream(a[4], std::ios::binary).write(reinterpret_cast<const char*>(material.data()), material.size());
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
