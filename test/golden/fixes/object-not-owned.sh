aws s3api put-bucket-ownership-controls --bucket amzn-s3-demo-bucket --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'

# where ACLs have to stay: as the account that owns the object
aws s3api put-object-acl --bucket "amzn-s3-demo-bucket" --key "reports/2026.csv" --acl bucket-owner-full-control
# then, as the bucket's account: own this object
aws s3 cp "s3://amzn-s3-demo-bucket/reports/2026.csv" "s3://amzn-s3-demo-bucket/reports/2026.csv" --storage-class STANDARD
