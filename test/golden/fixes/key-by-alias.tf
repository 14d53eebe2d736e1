# The default encryption of amzn-s3-demo-bucket is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_server_side_encryption_configuration.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_server_side_encryption_configuration" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }

    bucket_key_enabled       = false
    blocked_encryption_types = ["SSE-C"]
  }
}
