using System.Text;
using Leastwise.Policies.Templates;

namespace Leastwise.Tests.Policies;

/// <summary>Policies that templates attach by ARN or name, whose text stands elsewhere: they are said, since nothing can be found in them.</summary>
public sealed class AttachedPoliciesTests
{
    [Fact]
    public void Of_a_template_each_is_named_but_those_that_stand_in_it() => Said("""
        {"Resources": {
          "Boss": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [
            "arn:aws:iam::aws:policy/AdministratorAccess", {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/IAMFullAccess"}, {"Ref": "Own"}, {"Ref": "AWS::NoValue"}, {"Fn::GetAtt": ["Own", "PolicyArn"]}, {"Fn::If": ["Wide", "a", "b"]}, {"Ref": "GivenByWhoDeploys"}]}},
          "Set": {"Type": "AWS::SSO::PermissionSet", "Properties": {"ManagedPolicies": ["arn:aws:iam::aws:policy/PowerUserAccess"]}},
          "Code": {"Type": "AWS::Serverless::Function", "Properties": {"Policies": ["AmazonS3FullAccess", {"DynamoDBCrudPolicy": {"TableName": "t"}}]}},
          "Balancer": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"Policies": [{"PolicyName": "tls", "PolicyType": "SSLNegotiationPolicyType"}]}},
          "Own": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}}}}
        """).ShouldBe(
        [
            "Boss has the policy arn:aws:iam::aws:policy/AdministratorAccess, whose text does not stand here; it was not judged.",
            "Boss has the policy arn:aws:iam::aws:policy/IAMFullAccess, whose text does not stand here; it was not judged.",
            "Boss has a policy that is known only when the template is deployed; it was not judged.",
            "Boss has a policy that is known only when the template is deployed; it was not judged.",
            "Set has the policy arn:aws:iam::aws:policy/PowerUserAccess, whose text does not stand here; it was not judged.",
            "Code has the policy AmazonS3FullAccess, whose text does not stand here; it was not judged.",
            "Code has the policy DynamoDBCrudPolicy, whose text does not stand here; it was not judged.",
        ]);

    [Fact]
    public void Of_a_plan_each_is_named_but_those_that_stand_in_it() => Said("""
        {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
          {"address": "aws_iam_policy.own", "mode": "managed", "type": "aws_iam_policy", "values": {"arn": "arn:aws:iam::111111111111:policy/own", "policy": "{\"Statement\":[]}"}},
          {"address": "aws_iam_role_policy_attachment.own", "mode": "managed", "type": "aws_iam_role_policy_attachment", "values": {"policy_arn": "arn:aws:iam::111111111111:policy/own"}},
          {"address": "aws_iam_role_policy_attachment.all", "mode": "managed", "type": "aws_iam_role_policy_attachment", "values": {"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}},
          {"address": "aws_ssoadmin_managed_policy_attachment.set", "mode": "managed", "type": "aws_ssoadmin_managed_policy_attachment", "values": {"managed_policy_arn": "arn:aws:iam::aws:policy/PowerUserAccess"}},
          {"address": "aws_iam_role.boss", "mode": "managed", "type": "aws_iam_role", "values": {"managed_policy_arns": ["arn:aws:iam::aws:policy/IAMFullAccess"]}}]}}}
        """).ShouldBe(
        [
            "aws_iam_role_policy_attachment.all has the policy arn:aws:iam::aws:policy/AdministratorAccess, whose text does not stand here; it was not judged.",
            "aws_ssoadmin_managed_policy_attachment.set has the policy arn:aws:iam::aws:policy/PowerUserAccess, whose text does not stand here; it was not judged.",
            "aws_iam_role.boss has the policy arn:aws:iam::aws:policy/IAMFullAccess, whose text does not stand here; it was not judged.",
        ]);

    private static IEnumerable<string> Said(string template) =>
        PolicyFileReader.Read(Encoding.UTF8.GetBytes(template), "template.json").Diagnostics.Select(one => one.Message).Where(message => message.Contains("it was not judged"));
}
