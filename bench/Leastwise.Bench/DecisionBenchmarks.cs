using BenchmarkDotNet.Attributes;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Bench;

/// <summary>Decisions a second on one core, for a role with ten policies of two hundred actions each, a boundary, and three levels of service control policies.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    internal const int Rounds = 1000;
    private PreparedPolicies policies = null!;
    private AccessRequest[] requests = [];

    [GlobalSetup]
    public void Make()
    {
        NamedPolicy full = Policy("full", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");
        policies = new PreparedPolicies(new PolicySet
        {
            Identity = [.. Enumerable.Range(0, 10).Select(Large)],
            Boundaries = [Policy("boundary", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"organizations:*","Resource":"*"}]}""")],
            ServiceControl = [[full], [full, Policy("guard", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}]}""")], [full]],
        });
        requests =
        [
            Request("service3:Get7Thing", "arn:aws:service3:eu-central-1:111111111111:thing/x"),
            Request("service5:Put9Thing", "*"),
            Request("organizations:LeaveOrganization", "*"),
            Request("cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-central-1:111111111111:trail/t"),
        ];
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public int Decisions()
    {
        int allowed = 0;
        for (int i = 0; i < Rounds; i++)
        {
            allowed += RequestEvaluator.Evaluate(requests[i % requests.Length], policies).Kind == DecisionKind.Allowed ? 1 : 0;
        }

        return allowed;
    }

    private static NamedPolicy Large(int i)
    {
        string actions = string.Join(',', Enumerable.Range(0, 200).Select(j => $"\"service{i}:{(j % 2 == 0 ? "Get" : "Put")}{j / 2}*\""));
        return Policy($"p{i}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
            + $"],\"Resource\":[\"arn:aws:service{i}:*:111111111111:*\"],"
            + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}]}");
    }

    private static NamedPolicy Policy(string name, string json) => new() { Name = name, Kind = PolicyKind.CustomerManaged, Document = PolicyParser.Parse(json, name) };

    private static AccessRequest Request(string action, string resource) => new()
    {
        Requester = Requester.Parse("arn:aws:sts::111111111111:assumed-role/app/session"),
        Action = action,
        Resource = resource,
        ResourceAccountId = "111111111111",
        Context = RequestContext.Empty.With("aws:SecureTransport", "true"),
    };
}
