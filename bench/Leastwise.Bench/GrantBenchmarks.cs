using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Bench;

/// <summary>The grants of every principal of a large account: 25,000 roles, 9,000 policies, a boundary for some, three levels of service control policies.</summary>
[MemoryDiagnoser]
public class GrantBenchmarks
{
    private AccountSnapshot account = null!;
    private OrganizationSnapshot organization = null!;

    [Params(2_500, 25_000)]
    public int Principals { get; set; }

    [GlobalSetup]
    public void Make()
    {
        (account, organization) = LargeAccount.Make(Principals, policies: 9_000);
        _ = ActionCatalog.Default.Actions[0];
    }

    [Benchmark]
    public long All_grants_as_sets()
    {
        var calculator = new GrantCalculator(ActionCatalog.Default);
        return account.Actors.AsParallel().Sum(actor => (long)calculator.GrantsOf(actor, account, organization).Actions.Count);
    }

    [Benchmark]
    public int Who_can_pass_roles()
    {
        var calculator = new GrantCalculator(ActionCatalog.Default);
        CatalogAction action = ActionCatalog.Default.Find("iam:PassRole")!;
        return account.Actors.AsParallel().Count(actor => calculator.GrantsOf(actor, account, organization)[action] is not null);
    }
}

/// <summary>An account as large as the largest that are met, made the same every time.</summary>
internal static class LargeAccount
{
    private static readonly string[] Services = ["s3", "ec2", "dynamodb", "lambda", "sqs", "sns", "kms", "logs", "cloudwatch", "ecs", "rds", "glue", "ssm", "iam"];

    public static (AccountSnapshot Account, OrganizationSnapshot Organization) Make(int principals, int policies)
    {
        var random = new Random(20260926);
        ImmutableArray<NamedPolicy> managed = [.. Enumerable.Range(0, policies).Select(i => Policy($"policy-{i:D5}", Document(random, i)))];
        NamedPolicy boundary = Policy("boundary", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["organizations:*","account:*"],"Resource":"*"},{"Effect":"Deny","Action":"iam:*User*","Resource":"*"}]}""");
        NamedPolicy trust = Policy("trust", """{"Version":"2012-10-17","Statement":[]}""");
        var account = new AccountSnapshot
        {
            AccountId = "111111111111",
            Users = [],
            Groups = [],
            Policies = managed,
            Roles = [.. Enumerable.Range(0, principals).Select(i => new IamRole
            {
                Arn = $"arn:aws:iam::111111111111:role/role-{i:D5}",
                Name = $"role-{i:D5}",
                Path = "/",
                UniqueId = $"AROA{i:D5}",
                AccountId = "111111111111",
                Trust = trust,
                AttachedPolicies = [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => managed[random.Next(managed.Length)])],
                Boundary = i % 4 == 0 ? new PermissionsBoundary("arn:aws:iam::111111111111:policy/boundary", boundary) : null,
            })],
        };
        NamedPolicy full = Policy("full", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");
        NamedPolicy regions = Policy("regions", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-central-1"}}}]}""");
        NamedPolicy guard = Policy("guard", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["cloudtrail:StopLogging","iam:*"],"Resource":["arn:aws:iam::*:role/guard-*","arn:aws:cloudtrail:*:*:trail/*"]}]}""");
        return (account, new OrganizationSnapshot
        {
            ManagementAccountId = "999999999999",
            ServiceControlLevels = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                [KeyValuePair.Create<string, ImmutableArray<ImmutableArray<NamedPolicy>>>("111111111111", [[full, guard], [full, regions], [full]])]),
        });
    }

    private static NamedPolicy Policy(string name, string json) => new()
    {
        Name = name,
        Arn = $"arn:aws:iam::111111111111:policy/{name}",
        Kind = PolicyKind.CustomerManaged,
        Document = PolicyParser.Parse(json, name),
    };

    private static string Document(Random random, int i)
    {
        IEnumerable<string> statements = Enumerable.Range(0, 1 + random.Next(4)).Select(_ =>
        {
            string service = Services[random.Next(Services.Length)];
            string action = random.Next(4) switch { 0 => "*", 1 => "Get*", 2 => "Describe*", _ => "List*" };
            string resource = random.Next(3) == 0 ? "*" : $"arn:aws:{service}:*:*:*app-{i}*";
            string effect = random.Next(20) == 0 ? "Deny" : "Allow";
            return $$"""{"Effect":"{{effect}}","Action":["{{service}}:{{action}}"],"Resource":"{{resource}}"}""";
        });
        return $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
    }
}
