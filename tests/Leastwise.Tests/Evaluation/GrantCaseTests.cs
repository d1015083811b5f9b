using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Tests.Evaluation;

/// <summary>Runs tests/cases/evaluation/grants through the library.</summary>
public sealed class GrantCaseTests
{
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);
    private static readonly Dictionary<string, JsonElement> Cases = Directory
        .EnumerateFiles(Repository.PathOf("tests", "cases", "evaluation", "grants"), "*.json")
        .Order(StringComparer.Ordinal)
        .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray())
        .ToDictionary(item => item.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_grants_holds(string name)
    {
        JsonElement item = Cases[name];
        PrincipalGrants grants = Evaluate(item);
        foreach (string action in Strings(item, "unrestricted"))
        {
            Grant? grant = grants[Known(action)];
            grant.ShouldNotBeNull($"{action} is granted");
            grant.IsUnrestricted.ShouldBeTrue($"{action} is unrestricted");
            grant.Limits.ShouldBeEmpty();
            grant.Denies.ShouldBeEmpty();
        }

        foreach (string action in Strings(item, "restricted"))
        {
            Grant? grant = grants[Known(action)];
            grant.ShouldNotBeNull($"{action} is granted");
            grant.Allows.ShouldNotBeEmpty();
            grant.IsUnrestricted.ShouldBeFalse($"{action} is restricted");
        }

        foreach (string action in Strings(item, "notGranted"))
        {
            grants[Known(action)].ShouldBeNull($"{action} is not granted");
        }

        foreach (string action in Strings(item, "withoutDenies"))
        {
            grants[Known(action)].ShouldNotBeNull().Denies.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_case_names_the_page_that_says_so_and_asserts_something()
    {
        foreach ((string name, JsonElement item) in Cases)
        {
            item.GetProperty("source").GetString()!.ShouldStartWith("https://docs.aws.amazon.com/", customMessage: name);
            string[] asserted = [.. Strings(item, "unrestricted"), .. Strings(item, "restricted"), .. Strings(item, "notGranted")];
            asserted.ShouldNotBeEmpty(name);
        }
    }

    private static PrincipalGrants Evaluate(JsonElement item)
    {
        string[] identity = Documents(item, "identity");
        string? boundary = item.TryGetProperty("boundary", out JsonElement limit) ? limit.GetRawText() : null;
        IamPrincipal principal = item.TryGetProperty("groups", out JsonElement groups)
            ? Made.User(identity, groups.EnumerateObject().Select(group => (group.Name, group.Value.EnumerateArray().Select(policy => policy.GetRawText()).ToArray())), boundary)
            : Made.Role(identity, boundary, item.TryGetProperty("path", out JsonElement path) ? path.GetString()! : "/");
        OrganizationSnapshot? organization = item.TryGetProperty("serviceControl", out _) || item.TryGetProperty("resourceControl", out _)
            ? Made.Organization(
                Levels(item, "serviceControl"),
                item.TryGetProperty("management", out JsonElement management) && management.GetBoolean(),
                Levels(item, "resourceControl"))
            : null;
        return Calculator.GrantsOf(principal, Made.AccountOf(principal), organization, [.. Documents(item, "session").Select(policy => Made.Policy(policy, "session"))]);
    }

    private static IEnumerable<string[]> Levels(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement levels) ? levels.EnumerateArray().Select(level => level.EnumerateArray().Select(policy => policy.GetRawText()).ToArray()) : [];

    private static CatalogAction Known(string action) => ActionCatalog.Default.Find(action).ShouldNotBeNull($"{action} is in the catalogue");

    private static string[] Strings(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(value => value.GetString()!)] : [];

    private static string[] Documents(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(value => value.GetRawText())] : [];
}
