# The commands of AWS's article on the error "InvalidCiphertext" (https://repost.aws/knowledge-center/invalidciphertext-kms), in the
# order in which it has them. The fields are cut out of the answer by their place in it, as there.
set -eu
export REGION="$AWS_DEFAULT_REGION"
export KEY_ALIAS=kms_key_with_externalmaterial
export KEY_ID=`aws kms create-key --region $REGION --origin EXTERNAL --description $KEY_ALIAS --query KeyMetadata.KeyId --output text`
aws kms --region $REGION create-alias --alias-name alias/$KEY_ALIAS --target-key-id $KEY_ID
aws kms --region $REGION describe-key --key-id $KEY_ID
export KEY_PARAMETERS=`aws kms --region $REGION get-parameters-for-import --key-id $KEY_ID --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_2048`
echo $KEY_PARAMETERS | awk '{print $7}' | tr -d '",' | base64 --decode > PublicKey.bin
echo $KEY_PARAMETERS | awk '{print $5}' | tr -d '",' | base64 --decode > ImportToken.bin
openssl rand -out PlaintextKeyMaterial.bin 32
openssl pkeyutl -in PlaintextKeyMaterial.bin -out EncryptedKeyMaterial.bin -inkey PublicKey.bin -keyform DER -pubin -encrypt -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256
aws kms --region $REGION import-key-material --key-id $KEY_ID --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
aws kms --region $REGION describe-key --key-id $KEY_ID --query KeyMetadata.KeyState --output text | grep -x Enabled
# Not of the article: the alias stands for the key, and the key is the one that was wrapped.
printf secret > secret
aws kms encrypt --key-id alias/$KEY_ALIAS --plaintext fileb://secret --query CiphertextBlob --output text | base64 --decode > sealed
aws kms decrypt --ciphertext-blob fileb://sealed --query Plaintext --output text | base64 --decode | cmp - secret
# The folder that these commands leave is what bundle create takes.
aws kms get-parameters-for-import --key-id $KEY_ID --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_2048 > parameters.json
$KMS_KEYWRAP wrap --in PlaintextKeyMaterial.bin --key-spec SYMMETRIC_DEFAULT --parameters parameters.json --wrapping-algorithm RSAES_OAEP_SHA_256 --bundle again
./again/import.sh --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE --reimport
