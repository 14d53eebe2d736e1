# The object ownership of amzn-s3-demo-bucket is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_ownership_controls.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_ownership_controls" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
