#!/bin/sh
# Trim of role web-server, arn:aws:iam::111111111111:role/web-server
# 1 privilege of 6 goes, 5 stay, resources narrowed to 1 pattern; one policy, 486 characters instead of 299.
# Read it before you run it:  sh apply.sh trial | end-trial | apply | rollback
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/new-1.json" <<'END_OF_POLICY'
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
END_OF_POLICY
cat > "$work/old-1.json" <<'END_OF_POLICY'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "cloudwatch:PutMetricData",
        "ec2:DescribeTags",
        "ssm:GetParameter",
        "ssm:GetParametersByPath",
        "ssm:UpdateInstanceInformation"
      ],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-prod-data/public/*"
    }
  ]
}
END_OF_POLICY

case "${1:-}" in
trial)
  # A boundary also limits what policies of resources in the account give to the role by its name, which the change itself does not.
  # As a boundary the new policy limits the old ones: nothing is lost that the new one gives, and taking it away again is one command.
  aws iam create-policy --policy-name 'web-server-trial' --policy-document "file://$work/new-1.json"
  aws iam put-role-permissions-boundary --role-name 'web-server' --permissions-boundary 'arn:aws:iam::111111111111:policy/web-server-trial'
  ;;
end-trial)
  aws iam delete-role-permissions-boundary --role-name 'web-server'
  aws iam delete-policy --policy-arn 'arn:aws:iam::111111111111:policy/web-server-trial'
  ;;
apply)
  aws iam create-policy --policy-name 'web-server-trimmed' --policy-document "file://$work/new-1.json"
  aws iam attach-role-policy --role-name 'web-server' --policy-arn 'arn:aws:iam::111111111111:policy/web-server-trimmed'
  sleep 30  # until the new ones are known everywhere
  aws iam delete-role-policy --role-name 'web-server' --policy-name 'serve'
  ;;
rollback)
  aws iam put-role-policy --role-name 'web-server' --policy-name 'serve' --policy-document "file://$work/old-1.json"
  sleep 30  # until the new ones are known everywhere
  aws iam detach-role-policy --role-name 'web-server' --policy-arn 'arn:aws:iam::111111111111:policy/web-server-trimmed'
  aws iam delete-policy --policy-arn 'arn:aws:iam::111111111111:policy/web-server-trimmed'
  ;;
*)
  echo 'usage: sh apply.sh trial | end-trial | apply | rollback' >&2
  exit 2
  ;;
esac
