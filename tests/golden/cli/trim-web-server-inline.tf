# Trim of role web-server, arn:aws:iam::111111111111:role/web-server
# 1 privilege of 6 goes, 5 stay, resources narrowed to 1 pattern; one inline policy, 486 characters instead of 299.
# It takes the place of the inline policy serve; remove that.

resource "aws_iam_role_policy" "web-server-trimmed" {
  name   = "web-server-trimmed"
  role   = "web-server"
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Used",
      "Effect": "Allow",
      "Action": [
        "ec2:DescribeTags",
        "ssm:UpdateInstanceInformation"
      ],
      "Resource": "*"
    },
    {
      "Sid": "UsedS3",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-prod-data/public/*"
    },
    {
      "Sid": "UsedSsm",
      "Effect": "Allow",
      "Action": "ssm:GetParameter",
      "Resource": "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/theme"
    },
    {
      "Sid": "UseUnknownCloudwatch",
      "Effect": "Allow",
      "Action": "cloudwatch:PutMetricData",
      "Resource": "*"
    }
  ]
}
POLICY
}
