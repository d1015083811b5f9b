using System.Diagnostics;
using System.Globalization;
using System.Text;
using Leastwise.Usage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Bench;

/// <summary>
/// Trims and replays 5,000 roles from a ledger of 100 million events' sums: 90 days, a session for each role and week, 20 kinds of events of each, by day. The
/// ledger's rows are written as they would stand after an ingest, always the same. Roles hold what a pool of 200 policies gives, one in fifty everything.
/// </summary>
internal static class TrimScale
{
    private const string Account = "111111111111";
    private const int Days = 90;
    private const int Events = 20;
    private const int PolicyPool = 200;

    private static readonly DateOnly First = new(2026, 6, 1);

    private static readonly (string Source, string Name, string Target)[] Kinds =
    [
        ("ec2", "DescribeInstances", ""), ("ec2", "StopInstances", ""), ("ec2", "DescribeVpcs", ""), ("sqs", "ListQueues", ""), ("sqs", "GetQueueAttributes", "arn:aws:sqs:eu-west-1:111111111111:queue-{0}"),
        ("dynamodb", "DescribeTable", "arn:aws:dynamodb:eu-west-1:111111111111:table/table-{0}"), ("dynamodb", "ListTables", ""), ("kms", "Decrypt", "arn:aws:kms:eu-west-1:111111111111:key/key-{0}"),
        ("kms", "GenerateDataKey", "arn:aws:kms:eu-west-1:111111111111:key/key-{0}"), ("s3", "GetBucketPolicy", "arn:aws:s3:::bucket-{0}"), ("s3", "ListBuckets", ""), ("lambda", "ListFunctions20150331", ""),
        ("lambda", "GetFunction20150331v2", ""), ("logs", "CreateLogStream", ""), ("logs", "DescribeLogGroups", ""), ("sns", "ListTopics", ""), ("ssm", "GetParameter", "arn:aws:ssm:eu-west-1:111111111111:parameter/app/{0}"),
        ("secretsmanager", "GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:app-{0}"), ("cloudformation", "DescribeStacks", ""), ("iam", "ListRoles", ""),
    ];

    private static readonly string[] Grants =
        ["ec2:*", "sqs:*", "dynamodb:*", "kms:*", "s3:*", "lambda:*", "logs:*", "sns:*", "ssm:*", "secretsmanager:*", "cloudformation:*", "iam:List*", "rds:*", "ecs:*", "elasticloadbalancing:*", "cloudwatch:*", "events:*", "states:*", "athena:*", "glue:*"];

    /// <summary>Makes the data where it is not there, and measures a run of the program.</summary>
    public static void Run(string folder, int roles, string program)
    {
        Directory.CreateDirectory(folder);
        string iam = Path.Combine(folder, $"iam-{roles}.json"), path = Path.Combine(folder, $"trim-{roles}.ledger");
        if (!File.Exists(iam))
        {
            File.WriteAllText(iam, AccountFile(roles));
        }

        if (!File.Exists(path))
        {
            var making = Stopwatch.StartNew();
            Make(path, roles);
            Console.WriteLine($"made in {making.Elapsed.TotalSeconds:N0} s: {new FileInfo(path).Length / 1e6:N0} MB");
        }

        // Everything that the window holds, and the text without the policies, as somebody who looks through an account asks for it.
        ChildRun run = ChildRun.Of(program, "trim", "--all", "--iam", iam, "--ledger", path);
        Console.WriteLine($"trim --all: {run}");
        Console.WriteLine($"it ended with: {run.Output}");
    }

    private static string AccountFile(int roles)
    {
        var text = new StringBuilder("{\"UserDetailList\":[],\"GroupDetailList\":[],\"RoleDetailList\":[");
        for (int i = 0; i < roles; i++)
        {
            string attached = string.Join(',', Enumerable.Range(0, 3).Select(k => $$"""{"PolicyName":"pool-{{PolicyOf(i, k)}}","PolicyArn":"arn:aws:iam::{{Account}}:policy/pool-{{PolicyOf(i, k)}}"}"""));
            string inline = i % 50 == 0 ? """{"PolicyName":"all","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}""" : "";
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""{"Path":"/","RoleName":"role-{{{i}}}","RoleId":"{{{IdOf(i)}}}","Arn":"arn:aws:iam::{{{Account}}}:role/role-{{{i}}}","CreateDate":"2024-01-01T00:00:00Z","InstanceProfileList":[],"RolePolicyList":[{{{inline}}}],"AttachedManagedPolicies":[{{{attached}}}],"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}}""");
        }

        text.Append("],\"Policies\":[");
        for (int p = 0; p < PolicyPool; p++)
        {
            string actions = string.Join(',', Enumerable.Range(0, 8).Select(k => $"\"{Grants[(p + (k * 3)) % Grants.Length]}\""));
            string deny = p % 10 == 0 ? $$""",{"Effect":"Deny","Action":"iam:*","Resource":"arn:aws:iam::{{Account}}:role/admin"}""" : "";
            string condition = p % 7 == 0 ? ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}" : "";
            text.Append(p == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""{"PolicyName":"pool-{{{p}}}","PolicyId":"ANPAEXAMPLE{{{p:0000}}}","Arn":"arn:aws:iam::{{{Account}}}:policy/pool-{{{p}}}","Path":"/","DefaultVersionId":"v1","PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{{actions}}}],"Resource":"*"{{{condition}}}}{{{deny}}}]}}]}""");
        }

        return text.Append("]}").ToString();
    }

    private static int PolicyOf(int role, int which) => ((role * 7) + (which * 61)) % PolicyPool;

    private static string IdOf(int role) => $"AROAEXAMPLEROLE{role:000000}";

    private static void Make(string path, int roles)
    {
        Ledger.Open(path).Dispose();
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;");
        using SqliteTransaction transaction = connection.BeginTransaction();
        for (int i = 0; i < Kinds.Length; i++)
        {
            Execute(connection, $"INSERT INTO event VALUES ({i + 1}, x'{i + 1:X8}', '{Kinds[i].Source}.amazonaws.com', '{Kinds[i].Name}', 'AwsApiCall', 'Management')");
        }

        Execute(connection, $"INSERT INTO place VALUES (1, x'01', '{Account}', 'eu-west-1', '')");
        Execute(connection, "INSERT INTO circumstance VALUES (1, x'01', 'false', '', '198.51.100.0/24')");
        for (int day = 0; day < Days; day++)
        {
            foreach (string region in new[] { "eu-west-1", "us-east-1", "us-west-2" })
            {
                Execute(connection, $"INSERT INTO logged_day (account, region, day, events, reads, writes, data, network, ahead) VALUES ('{Account}', '{region}', {First.DayNumber + day}, 1000, 600, 400, 0, 0, 0)");
            }
        }

        using SqliteCommand add = connection.CreateCommand();
        add.CommandText = "INSERT INTO observation VALUES ($actor, $event, $session, 1, 0, 0, 1, $target, $day, $count, $first, $last)";
        SqliteParameter[] p = [.. new[] { "$actor", "$event", "$session", "$target", "$day", "$count", "$first", "$last" }.Select(name => add.Parameters.Add(name, SqliteType.Integer))];
        long total = 0;
        int session = 0, target = 0;
        long perRow = 100_000_000L / ((long)roles * Events * Days);
        for (int role = 0; role < roles; role++)
        {
            Execute(connection, $"INSERT INTO actor VALUES ({role + 1}, x'{role + 1:X8}', 1, '{IdOf(role)}', 'arn:aws:iam::{Account}:role/role-{role}', '{Account}')");
            int firstSession = session + 1;
            for (int week = 0; week <= Days / 7; week++)
            {
                session++;
                Execute(connection, $"INSERT INTO session VALUES ({session}, x'{session:X8}', {role + 1}, 'ASIAEXAMPLE{session:000000000}', '{IdOf(role)}:i-0123456789abcdef0', 'arn:aws:sts::{Account}:assumed-role/role-{role}/i-0123456789abcdef0', '', '')");
            }

            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                int on = 0;
                if (Kinds[kind].Target.Length > 0)
                {
                    on = ++target;
                    string arn = string.Format(CultureInfo.InvariantCulture, Kinds[kind].Target, role);
                    Execute(connection, $"INSERT INTO target VALUES ({on}, x'{on:X8}', 0, '0\tAWS::Example::Thing\t{arn}')");
                }

                for (int day = 0; day < Days; day++)
                {
                    long at = new DateTimeOffset(First.AddDays(day), new TimeOnly(8, 0), TimeSpan.Zero).ToUnixTimeSeconds();
                    (p[0].Value, p[1].Value, p[2].Value, p[3].Value, p[4].Value, p[5].Value, p[6].Value, p[7].Value) =
                        (role + 1, kind + 1, firstSession + (day / 7), on, First.DayNumber + day, perRow, at, at + 3600);
                    add.ExecuteNonQuery();
                    total += perRow;
                }
            }
        }

        transaction.Commit();
        Console.WriteLine($"{total:N0} events");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
