resource "aws_iam_role" "s3_delete_amzn_s3_demo_bucket_e9178ca1" {
  name = "s3-delete-amzn-s3-demo-bucket-e9178ca1"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "s3_delete_amzn_s3_demo_bucket_e9178ca1" {
  name = "s3-access"
  role = aws_iam_role.s3_delete_amzn_s3_demo_bucket_e9178ca1.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:DeleteObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
    ]
  })
}

resource "aws_iam_user_policy" "Jane_s3denied_grant_84ca03f7" {
  name = "s3denied-grant-84ca03f7"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:aws:iam::444455556666:role/s3-delete-amzn-s3-demo-bucket-e9178ca1"
      },
    ]
  })
}
