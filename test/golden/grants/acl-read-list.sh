cat > bucket-acl.json <<'EOF'
{
  "Owner": {
    "ID": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
  },
  "Grants": [
    {
      "Grantee": {
        "Type": "CanonicalUser",
        "ID": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      },
      "Permission": "FULL_CONTROL"
    },
    {
      "Grantee": {
        "Type": "CanonicalUser",
        "ID": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      },
      "Permission": "READ"
    }
  ]
}
EOF
aws s3api put-bucket-acl --bucket amzn-s3-demo-bucket --access-control-policy file://bucket-acl.json

# This replaces the ACL of every object listed: grants to others that stand there today are lost.
OWNER_ID=$(aws s3api get-bucket-acl --bucket amzn-s3-demo-bucket --query Owner.ID --output text)
aws s3api list-objects-v2 --bucket amzn-s3-demo-bucket --prefix reports/ --query 'Contents[].[Key]' --output text |
  while IFS= read -r KEY; do
    aws s3api put-object-acl --bucket amzn-s3-demo-bucket --key "$KEY" --grant-full-control id="$OWNER_ID" --grant-read id=cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
  done

cat > key-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::444455556666:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/Jane"
      },
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com"
        }
      }
    }
  ]
}
EOF
aws kms put-key-policy --key-id arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab --policy-name default --policy file://key-policy.json

cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
      "Condition": {
        "StringLike": {
          "s3:prefix": "reports/*"
        }
      }
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com"
        }
      }
    }
  ]
}
EOF
aws iam put-user-policy --user-name Jane --policy-name s3denied-grant-aca55eba --policy-document file://policy.json

aws s3api list-objects-v2 --bucket amzn-s3-demo-bucket --prefix reports/ --max-items 1
aws s3api get-object --bucket amzn-s3-demo-bucket --key reports/2026.csv /dev/null
