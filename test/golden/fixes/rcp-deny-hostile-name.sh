cat > organization-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "*",
      "Principal": "*",
      "Condition": {
        "ArnNotEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:user/Jane"
        }
      }
    }
  ]
}
EOF
POLICY_ID=$(aws organizations list-policies --filter RESOURCE_CONTROL_POLICY --query $'Policies[?Name==\'it\\\'s "q" `id` $(id) ${aws:username} $${x} %{if} {{y}} #c \\ !! *? \n\tEOF\n- : |\x08\x0c é\'].Id' --output text)
aws organizations update-policy --policy-id "$POLICY_ID" --content file://organization-policy.json
