using System.Text.Json;

namespace Leastwise.Samples;

/// <summary>
/// Writes the details of an account of any size, the same bytes for the same size: for measuring, not for reading. The mix is that of a grown company:
/// most policies are narrow, some read widely, a few are too wide, one principal in sixty is an administrator.
/// </summary>
internal static class LargeAccount
{
    private const string Account = "111111111111";
    private const string Created = "2025-01-01T00:00:00+00:00";
    private const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static readonly string[] Services = ["s3", "dynamodb", "sqs", "sns", "lambda", "logs", "kms", "ssm", "cloudwatch", "rds", "ecs", "ecr"];
    private static readonly string[] Trusted = ["ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com"];

    /// <summary>Writes it.</summary>
    /// <param name="principals">Users and roles together, half of each.</param>
    /// <param name="file">Where to.</param>
    public static void Write(int principals, string file)
    {
        int policies = Math.Max(3, (int)(principals * 9238L / 25400)), groups = Math.Max(1, principals / 40);
        var dice = Dice.For("large", $"{principals}");
        using FileStream stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" });
        json.WriteStartObject();
        List(json, "UserDetailList", principals - (principals / 2), i => User(json, dice, i, policies, groups));
        List(json, "GroupDetailList", groups, i => Principal(json, dice, "Group", i, policies));
        List(json, "RoleDetailList", principals / 2, i => Role(json, dice, i, policies));
        List(json, "Policies", policies + 1, i => Policy(json, dice, i - 1));
        json.WriteBoolean("IsTruncated", false);
        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string name, int count, Action<int> write)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            json.WriteStartObject();
            write(i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
    }

    private static void User(Utf8JsonWriter json, Dice dice, int i, int policies, int groups)
    {
        json.WriteStartArray("GroupList");
        json.WriteStringValue($"group-{dice.Below(groups)}");
        json.WriteEndArray();
        Principal(json, dice, "User", i, policies);
    }

    private static void Role(Utf8JsonWriter json, Dice dice, int i, int policies)
    {
        json.WritePropertyName("AssumeRolePolicyDocument");
        string trusted = dice.OneIn(3) ? $"{{\"AWS\":\"arn:aws:iam::{dice.Pick(Account, "222222222222")}:root\"}}" : $"{{\"Service\":\"{dice.Pick<string>(Trusted)}\"}}";
        json.WriteRawValue($"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{trusted},\"Action\":\"sts:AssumeRole\"}}]}}");
        Principal(json, dice, "Role", i, policies);
    }

    private static void Principal(Utf8JsonWriter json, Dice dice, string type, int i, int policies)
    {
        string name = $"{type.ToLowerInvariant()}-{i}";
        json.WriteString($"{type}Name", name);
        json.WriteString($"{type}Id", $"{type[..1]}{i:D20}");
        json.WriteString("Arn", $"arn:aws:iam::{Account}:{type.ToLowerInvariant()}/{name}");
        json.WriteString("Path", "/");
        json.WriteString("CreateDate", Created);
        if (dice.OneIn(3))
        {
            json.WriteStartArray($"{type}PolicyList");
            json.WriteStartObject();
            json.WriteString("PolicyName", "own");
            json.WritePropertyName("PolicyDocument");
            json.WriteRawValue(Document(dice, i));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("AttachedManagedPolicies");
        if (dice.OneIn(60))
        {
            Attached(json, "AdministratorAccess", Admin);
        }

        for (int more = dice.Below(3); more >= 0; more--)
        {
            int policy = dice.Below(policies);
            Attached(json, $"policy-{policy}", $"arn:aws:iam::{Account}:policy/policy-{policy}");
        }

        json.WriteEndArray();
    }

    private static void Attached(Utf8JsonWriter json, string name, string arn)
    {
        json.WriteStartObject();
        json.WriteString("PolicyName", name);
        json.WriteString("PolicyArn", arn);
        json.WriteEndObject();
    }

    private static void Policy(Utf8JsonWriter json, Dice dice, int i)
    {
        string name = i < 0 ? "AdministratorAccess" : $"policy-{i}";
        json.WriteString("PolicyName", name);
        json.WriteString("PolicyId", $"ANPA{i + 1:D17}");
        json.WriteString("Arn", i < 0 ? Admin : $"arn:aws:iam::{Account}:policy/{name}");
        json.WriteString("Path", "/");
        json.WriteString("DefaultVersionId", "v1");
        json.WriteStartArray("PolicyVersionList");
        json.WriteStartObject();
        json.WriteString("VersionId", "v1");
        json.WriteBoolean("IsDefaultVersion", true);
        json.WritePropertyName("Document");
        json.WriteRawValue(i < 0 ? "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" : Document(dice, i));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Document(Dice dice, int i) =>
        $"{{\"Version\":\"2012-10-17\",\"Statement\":[{string.Join(',', Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => Statement(dice, i)))}]}}";

    private static string Statement(Dice dice, int i)
    {
        string service = dice.Pick<string>(Services);
        return dice.Below(100) switch
        {
            < 30 => Allow($"[\"s3:GetObject\",\"s3:PutObject\",\"s3:ListBucket\"]", $"[\"arn:aws:s3:::bucket-{i}\",\"arn:aws:s3:::bucket-{i}/*\"]"),
            < 50 => Allow("[\"dynamodb:GetItem\",\"dynamodb:PutItem\",\"dynamodb:Query\"]", $"\"arn:aws:dynamodb:eu-west-1:{Account}:table/table-{i}\""),
            < 62 => Allow("[\"lambda:UpdateFunctionCode\",\"lambda:InvokeFunction\"]", $"\"arn:aws:lambda:eu-west-1:{Account}:function:app-{i}-*\""),
            < 74 => Allow("[\"logs:CreateLogStream\",\"logs:PutLogEvents\"]", "\"*\""),
            < 84 => Allow($"[\"{service}:Get*\",\"{service}:List*\",\"{service}:Describe*\"]", "\"*\""),
            < 89 => Allow("\"iam:PassRole\"", $"\"arn:aws:iam::{Account}:role/team-{i}-*\""),
            < 92 => Allow("[\"iam:CreateAccessKey\",\"iam:DeleteAccessKey\"]", "\"arn:aws:iam::*:user/${aws:username}\""),
            < 95 => Allow($"\"{service}:*\"", "\"*\""),
            < 97 => "{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}",
            < 98 => Allow("[\"iam:PassRole\",\"ec2:RunInstances\"]", "\"*\""),
            < 99 => Allow("[\"secretsmanager:GetSecretValue\"]", "\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/team\":\"t" + i + "\"}}"),
            _ => "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\"],\"Resource\":\"*\"}",
        };
    }

    private static string Allow(string actions, string resources) => $"{{\"Effect\":\"Allow\",\"Action\":{actions},\"Resource\":{resources}}}";
}
