# The bucket policy of today could not be read, so it is not here whole: add this to the Statement list of its aws_s3_bucket_policy.
locals {
  s3denied_statements = [
    {
      Effect = "Allow"
      Principal = {
        AWS = "arn:aws:iam::111122223333:user/Jane"
      }
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
    },
  ]
}
