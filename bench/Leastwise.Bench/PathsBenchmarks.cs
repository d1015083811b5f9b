using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Risks.Paths;

namespace Leastwise.Bench;

/// <summary>The escalation graph of a large account, with the best way of everybody: each third role trusts Lambda, each tenth the whole account.</summary>
[MemoryDiagnoser]
public class PathsBenchmarks
{
    private AccountSnapshot account = null!;
    private OrganizationSnapshot organization = null!;

    [Params(2_500, 25_000)]
    public int Principals { get; set; }

    [GlobalSetup]
    public void Make()
    {
        (account, organization) = LargeAccount.Make(Principals, policies: 9_000);
        account = account with { Roles = [.. account.Roles.Select((role, number) => role with { Trust = TrustOf(role, number) })] };
        _ = ActionCatalog.Default.Actions[0];
    }

    [Benchmark]
    public int Best_ways_to_administrator() =>
        EscalationGraph.Build(ActionCatalog.Default, [account], organization).Find(new RouteRequest()).Routes.Length;

    private static NamedPolicy TrustOf(IamRole role, int number)
    {
        string[] statements =
        [
            .. number % 3 == 0 ? [Statement("""{"Service":"lambda.amazonaws.com"}""")] : Array.Empty<string>(),
            .. number % 10 == 0 ? [Statement("""{"AWS":"111111111111"}""")] : Array.Empty<string>(),
        ];
        return new NamedPolicy
        {
            Name = "trust",
            Kind = PolicyKind.Trust,
            Owner = role.Arn,
            Document = PolicyParser.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", "trust"),
        };
    }

    private static string Statement(string principal) => $$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"}""";
}
