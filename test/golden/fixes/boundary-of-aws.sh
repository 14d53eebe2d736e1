# AWS keeps this policy: make one of your own from it, and use that in its place.
VERSION_ID=$(aws iam get-policy --policy-arn arn:aws:iam::aws:policy/AmazonEC2FullAccess --query Policy.DefaultVersionId --output text)
aws iam get-policy-version --policy-arn arn:aws:iam::aws:policy/AmazonEC2FullAccess --version-id "$VERSION_ID" --query PolicyVersion.Document > policy.json
# Add the statement to the "Statement" list in policy.json, and keep what stands there. Then:
aws iam create-policy --policy-name AmazonEC2FullAccess-with-s3 --policy-document file://policy.json
aws iam put-user-permissions-boundary --user-name Jane --permissions-boundary arn:aws:iam::111122223333:policy/AmazonEC2FullAccess-with-s3
