using System.Globalization;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Sessions;
using Leastwise.Usage;
using Leastwise.Usage.Storage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Bench;

/// <summary>
/// Writes a ledger as an ingest of 100 million events would leave it, and the account file to it: 5,000 principals, each using 25 privileges in one or two regions on
/// 60 of 90 days, roles through a session a day that a user or another role opened. Always the same.
/// </summary>
internal static class LedgerGenerator
{
    public const int Principals = 5_000;
    private const int Users = 1_500;
    private const int EventsOfEach = 25;
    private const int Jobs = 100;
    private const int Days = 90;
    private const int ActiveDays = 60;
    private const string Account = "111111111111";
    private static readonly int FirstDay = new DateOnly(2026, 6, 1).DayNumber;
    private static readonly string[] Regions = ["eu-west-1", "us-east-1", "eu-central-1"];
    private static readonly string[] Services = ["ec2", "s3", "lambda", "sqs", "sns", "iam", "dynamodb", "logs", "kms", "rds"];

    /// <summary>Writes <c>usage.db</c> and <c>account.json</c> into the folder.</summary>
    /// <returns>Rows and events.</returns>
    public static (long Rows, long Events) Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "account.json"), AccountDetails());
        string path = Path.Combine(folder, "usage.db");
        Ledger.Open(path).Dispose();
        using SqliteConnection connection = LedgerConnections.Connect(path);
        using SqliteTransaction transaction = connection.BeginTransaction();
        WriteDimensions(connection);
        (long rows, long events) = WriteObservations(connection);
        WriteDays(connection);
        transaction.Commit();
        return (rows, events);
    }

    private static bool IsUser(int principal) => principal < Users;

    private static string NameOf(int principal) => $"{(IsUser(principal) ? "user" : "role")}-{principal:0000}";

    private static string IdOf(int principal) => $"{(IsUser(principal) ? "AIDA" : "AROA")}EXAMPLE{principal:0000}";

    private static string ArnOf(int principal) => $"arn:aws:iam::{Account}:{(IsUser(principal) ? "user" : "role")}/{NameOf(principal)}";

    private static int Mix(int a, int b) => (int)(((uint)a * 2654435761u ^ (uint)b * 40503u) >> 8 & 0xFFFF);

    private static (string Source, string Name)[] EventNames() =>
    [
        .. Services.SelectMany(service => ActionCatalog.Default.Actions
            .Where(action => action.Prefix == service && !action.PermissionOnly && ActionCatalog.Default.LoggingOf(action).State == LoggingState.Management)
            .Take(40)
            .Select(action => ($"{service}.amazonaws.com", action.Name))),
    ];

    private static void WriteDimensions(SqliteConnection connection)
    {
        using var actor = new Statement(connection, "INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?)");
        using var session = new Statement(connection, "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, '', '')");
        using var issued = new Statement(connection, "INSERT INTO issued VALUES (?, '', 1, ?, ?, 1, 'AssumeRole', ?, ?, ?, ?, ?, ?)");
        using var kind = new Statement(connection, "INSERT INTO event VALUES (?, ?, ?, ?, 'AwsApiCall', 'Management')");
        using var place = new Statement(connection, "INSERT INTO place VALUES (?, ?, ?, ?, '')");
        using var one = new Statement(connection, "INSERT INTO circumstance VALUES (1, ?, '', '', '')");
        one.Bind(1, DimensionKey.Of("", "", "")).Run();
        using var target = new Statement(connection, "INSERT INTO target VALUES (1, ?, 0, '')");
        target.Bind(1, DimensionKey.Of("")).Run();
        for (int i = 0; i < Regions.Length; i++)
        {
            place.Bind(1, i + 1).Bind(2, DimensionKey.Of(Account, Regions[i], "")).Bind(3, Account).Bind(4, Regions[i]).Run();
        }

        (string Source, string Name)[] names = EventNames();
        for (int i = 0; i < names.Length; i++)
        {
            kind.Bind(1, i + 1).Bind(2, DimensionKey.Of(names[i].Source, names[i].Name, "AwsApiCall", "Management")).Bind(3, names[i].Source).Bind(4, names[i].Name).Run();
        }

        for (int i = 0; i < Principals; i++)
        {
            long type = (long)(IsUser(i) ? ActorKind.User : ActorKind.Role);
            byte[] key = DimensionKey.Of(type, IdOf(i), ArnOf(i), Account);
            actor.Bind(1, i + 1).Bind(2, key).Bind(3, type).Bind(4, IdOf(i)).Bind(5, ArnOf(i)).Bind(6, Account).Run();
            for (int day = 0; day < ActiveDays && !IsUser(i); day++)
            {
                long id = SessionOf(i, day);
                string access = $"ASIAEXAMPLE{id:00000000}", name = $"s{day}", arn = $"arn:aws:sts::{Account}:assumed-role/{NameOf(i)}/{name}", role = $"{IdOf(i)}:{name}";
                session.Bind(1, id).Bind(2, DimensionKey.Of(key, access, role, arn, "", "")).Bind(3, i + 1).Bind(4, access).Bind(5, role).Bind(6, arn).Run();

                // Each fifth role is reached through another role, the others by a user.
                int from = i % 5 == 0 && i > Users ? i - 1 : i % Users;
                issued.Bind(1, DimensionKey.Of("issued", id)).Bind(2, from + 1).Bind(3, IsUser(from) ? 0 : SessionOf(from, day)).Bind(4, SecondsOf(DayOf(i, day)) + 8 * 3600)
                    .Bind(5, access).Bind(6, ArnOf(i)).Bind(7, arn).Bind(8, role).Bind(9, name).Run();
            }
        }
    }

    private static long SessionOf(int principal, int day) => (long)principal * ActiveDays + day + 1;

    private static int DayOf(int principal, int index) => FirstDay + index * Days / ActiveDays + (index % 2 == 0 ? Mix(principal, index) & 1 : 0);

    private static long SecondsOf(int day) => new DateTimeOffset(DateOnly.FromDayNumber(day), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>The events of a job, each used by fifty principals; each tenth principal uses one of the next job besides, which is not granted to it.</summary>
    private static IEnumerable<int> KindsOf(int principal, int names)
    {
        IEnumerable<int> job = JobOf(principal % Jobs, names);
        return principal % 10 == 0 ? job.Union(JobOf((principal + 1) % Jobs, names).Take(1)) : job;
    }

    private static IEnumerable<int> JobOf(int job, int names) => Enumerable.Range(0, EventsOfEach).Select(each => Mix(job, each * 7) % names).Distinct();

    private static (long Rows, long Events) WriteObservations(SqliteConnection connection)
    {
        using var add = new Statement(connection, "INSERT OR IGNORE INTO observation VALUES (?, ?, ?, ?, 0, 0, 1, 1, ?, ?, ?, ?)");
        long rows = 0, events = 0;
        int names = EventNames().Length;
        for (int i = 0; i < Principals; i++)
        {
            foreach (int kind in KindsOf(i, names).Order())
            {
                for (int day = 0; day < ActiveDays; day++)
                {
                    for (int place = 0; place <= (kind % 3 == 0 ? 1 : 0); place++)
                    {
                        int at = DayOf(i, day);
                        long count = 1 + (Mix(i + day, kind) % 21);
                        add.Bind(1, i + 1).Bind(2, kind + 1).Bind(3, IsUser(i) ? 0 : SessionOf(i, day)).Bind(4, place + 1).Bind(5, at).Bind(6, count)
                            .Bind(7, SecondsOf(at) + 9 * 3600).Bind(8, SecondsOf(at) + 17 * 3600);
                        if (add.Changed() > 0)
                        {
                            rows++;
                            events += count;
                        }
                    }
                }
            }
        }

        return (rows, events);
    }

    private static void WriteDays(SqliteConnection connection)
    {
        using var add = new Statement(connection, "INSERT INTO logged_day (account, region, day, events, reads, writes, data, network, ahead) VALUES (?, ?, ?, 400000, 300000, 100000, 0, 0, 0)");
        for (int day = 0; day <= Days; day++)
        {
            foreach (string region in Regions)
            {
                add.Bind(1, Account).Bind(2, region).Bind(3, FirstDay + day).Run();
            }
        }
    }

    /// <summary>Each with two of 400 managed policies, and each hundredth an administrator.</summary>
    private static string AccountDetails()
    {
        var text = new StringBuilder("{\"UserDetailList\":[");
        string Attached(int i) => string.Join(',', new[] { Mix(i, 1) % 400, Mix(i, 2) % 400 }.Distinct().Select(policy => $"managed-{policy}").Append($"job-{i % Jobs}")
            .Concat(i % 100 == 0 ? ["administrator"] : Array.Empty<string>())
            .Select(name => $$"""{"PolicyName":"{{name}}","PolicyArn":"arn:aws:iam::{{Account}}:policy/{{name}}"}"""));
        text.AppendJoin(",\n", Enumerable.Range(0, Users).Select(i =>
            $$"""{"Path":"/","UserName":"{{NameOf(i)}}","UserId":"{{IdOf(i)}}","Arn":"{{ArnOf(i)}}","CreateDate":"2024-01-01T00:00:00Z","GroupList":[],"AttachedManagedPolicies":[{{Attached(i)}}]}"""));
        text.Append("],\"GroupDetailList\":[],\"RoleDetailList\":[");
        text.AppendJoin(",\n", Enumerable.Range(Users, Principals - Users).Select(i =>
            $$"""{"Path":"/","RoleName":"{{NameOf(i)}}","RoleId":"{{IdOf(i)}}","Arn":"{{ArnOf(i)}}","CreateDate":"2024-01-01T00:00:00Z","InstanceProfileList":[],"RolePolicyList":[],"AttachedManagedPolicies":[{{Attached(i)}}],"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{ArnOf(i % Users)}}"},"Action":"sts:AssumeRole"}]} }"""));
        text.Append("],\"Policies\":[");
        text.AppendJoin(",\n", Enumerable.Range(0, 400).Select(i => Policy($"managed-{i}", Statements(i))).Concat(Enumerable.Range(0, Jobs).Select(job => Policy($"job-{job}", Job(job)))).Append(Policy("administrator", """{"Effect":"Allow","Action":"*","Resource":"*"}""")));
        return text.Append("]}").ToString();
    }

    private static string Job(int job)
    {
        (string Source, string Name)[] names = EventNames();
        string actions = string.Join(',', JobOf(job, names.Length).Select(kind => $"\"{names[kind].Source.Split('.')[0]}:{names[kind].Name}\""));
        return $$"""{"Effect":"Allow","Action":[{{actions}}],"Resource":"*"}""";
    }

    private static string Statements(int policy) => string.Join(',', Enumerable.Range(0, 4).Select(each => string.Format(
        CultureInfo.InvariantCulture,
        """{{"Effect":"Allow","Action":["{0}:{1}*","{0}:List*"],"Resource":"{2}"}}""",
        Services[(policy + each * 3) % Services.Length],
        (policy + each) % 3 == 0 ? "Describe" : (policy + each) % 3 == 1 ? "Get" : "Create",
        each == 3 ? $"arn:aws:*:*:{Account}:team-{policy}*" : "*")));

    private static string Policy(string name, string statements) =>
        $$"""{"PolicyName":"{{name}}","PolicyId":"ANPA{{name}}","Arn":"arn:aws:iam::{{Account}}:policy/{{name}}","Path":"/","DefaultVersionId":"v1","AttachmentCount":1,"PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":[{{statements}}]} }]}""";
}
