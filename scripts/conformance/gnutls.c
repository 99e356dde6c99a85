/* Unwraps with GnuTLS: gnutls ALGORITHM BLOB KEY OUT. 69: it does not have the algorithm. RSAES-OAEP is there since 3.8.4; AES key
 * wrap with padding and SM2 are not. */
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **a) {
  if (count == 2 && strcmp(a[1], "--version") == 0) return puts(gnutls_check_version(NULL)) < 0;
#if GNUTLS_VERSION_NUMBER >= 0x030804
  if (strncmp(a[1], "RSAES", 5) != 0) return fputs("GnuTLS has no AES key wrap with padding and no SM2\n", stderr), 69;
  gnutls_datum_t blob, der, out;
  gnutls_privkey_t key;
  gnutls_x509_spki_t spki;
  gnutls_digest_algorithm_t hash = strstr(a[1], "SHA_256") ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA1;
  int status = gnutls_load_file(a[2], &blob);
  if (status == 0) status = gnutls_load_file(a[3], &der);
  if (status == 0) status = gnutls_privkey_init(&key);
  if (status == 0) status = gnutls_privkey_import_x509_raw(key, &der, GNUTLS_X509_FMT_DER, NULL, 0);
  if (status == 0) status = gnutls_x509_spki_init(&spki);
  if (status == 0) status = gnutls_x509_spki_set_rsa_oaep_params(spki, hash, NULL);
  if (status == 0) status = gnutls_privkey_set_spki(key, spki, 0);
  if (status == 0) status = gnutls_privkey_decrypt_data(key, 0, &blob, &out);
  if (status != 0) return fprintf(stderr, "%s\n", gnutls_strerror(status)), 1;
  FILE *file = fopen(a[4], "wb");
  return file == NULL || fwrite(out.data, 1, out.size, file) != out.size || fclose(file) != 0;
#else
  fputs("this GnuTLS has no RSAES-OAEP, no AES key wrap with padding and no SM2\n", stderr);
  return 69;
#endif
}
