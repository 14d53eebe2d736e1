cat > bucket-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Old",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::777788889999:root"
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/Ün: \"safe\" ${x}": "it's \"q\" `id` $(id) ${aws:username} $${x} %{if} {{y}} #c \\ !! *? \n\tEOF\n- : |\b\f é"
        },
        "Null": {
          "aws:TokenIssueTime": "true"
        }
      }
    },
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/Jane"
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/it's \"q\" `id` $(id) ${$}{aws:username} $${$}{x} %{if} {{y}} #c \\ !! ${*}${?} \n\tEOF\n- : |\b\f é"
    }
  ]
}
EOF
aws s3api put-bucket-policy --bucket amzn-s3-demo-bucket --policy file://bucket-policy.json
