resource "aws_iam_role" "s3_read_amzn_s3_demo_bucket_8027fddc" {
  name = "s3-read-amzn-s3-demo-bucket-8027fddc"
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

resource "aws_iam_role_policy" "s3_read_amzn_s3_demo_bucket_8027fddc" {
  name = "s3-access"
  role = aws_iam_role.s3_read_amzn_s3_demo_bucket_8027fddc.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        Condition = {
          StringEquals = {
            "kms:ViaService" = "s3.eu-west-1.amazonaws.com"
          }
        }
      },
    ]
  })
}

resource "aws_iam_user_policy" "Jane_s3denied_grant_61623738" {
  name = "s3denied-grant-61623738"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:aws:iam::444455556666:role/s3-read-amzn-s3-demo-bucket-8027fddc"
      },
    ]
  })
}
