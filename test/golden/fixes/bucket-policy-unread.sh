# The bucket policy of today could not be read, so it is not here whole.
aws s3api get-bucket-policy --bucket amzn-s3-demo-bucket --query Policy --output text > bucket-policy.json
# Add the statement to the "Statement" list in bucket-policy.json, and keep what stands there. Then:
aws s3api put-bucket-policy --bucket amzn-s3-demo-bucket --policy file://bucket-policy.json
