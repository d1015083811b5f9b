using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Reporting.Page;

/// <summary>The privileges that a page speaks of, numbered in ordinal order; only these are in it, not the whole catalogue.</summary>
internal sealed class PageActions
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<CatalogAction, int> known = new(ReferenceEqualityComparer.Instance);
    private readonly string[] names;
    private readonly CatalogAction?[] inOrder;

    // Tens of millions of questions are about actions of one catalogue, which have numbers of their own there.
    private (CatalogAction? Action, int Number)[] byId = [];

    public PageActions(Assessment assessment)
    {
        var held = new HashSet<CatalogAction>(ReferenceEqualityComparer.Instance);
        // Administrators hold the same list: where the last one had the same action at the same place, nothing is to be asked of it.
        var before = new List<CatalogAction>();
        foreach (AssessedPrincipal principal in assessment.Principals)
        {
            for (int i = 0; i < principal.Privileges.Length; i++)
            {
                PrivilegeUsage privilege = principal.Privileges[i];
                if (i < before.Count && ReferenceEquals(before[i], privilege.Action))
                {
                    continue;
                }

                if (i == before.Count)
                {
                    before.Add(privilege.Action);
                }

                if (!IsById(privilege.Action))
                {
                    _ = held.Add(privilege.Action);
                    KeepById(privilege.Action);
                }
            }
        }

        names = [.. held.Select(action => action.FullName)
            .Concat(assessment.Findings.Select(finding => finding.Usage).Distinct(ReferenceEqualityComparer.Instance).Cast<FindingUsage>().SelectMany(usage => usage.Listed))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(PrefixOf, StringComparer.Ordinal)
            .ThenBy(name => name, StringComparer.Ordinal)];
        inOrder = new CatalogAction?[names.Length];
        for (int number = 0; number < names.Length; number++)
        {
            numbers.Add(names[number], number);
        }

        foreach (CatalogAction action in held)
        {
            known.Add(action, numbers[action.FullName]);
            inOrder[numbers[action.FullName]] = action;
            if (IsById(action))
            {
                byId[action.Id].Number = numbers[action.FullName];
            }
        }
    }

    public int NumberOf(CatalogAction action) => IsById(action) ? byId[action.Id].Number : known[action];

    /// <summary>The same where it is probably <paramref name="guess"/>: then the action itself, one of millions in memory, is not looked at.</summary>
    public int NumberOf(CatalogAction action, int guess) => (uint)guess < (uint)inOrder.Length && ReferenceEquals(inOrder[guess], action) ? guess : NumberOf(action);

    public int NumberOf(string fullName) => numbers[fullName];

    /// <summary>Writes <c>"services": [["s3", ["GetObject", …]], …]</c>; an action's number is its place over all services.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("services");
        foreach (IGrouping<string, string> service in names.GroupBy(PrefixOf))
        {
            json.WriteStartArray();
            json.WriteStringValue(service.Key);
            json.WriteStartArray();
            foreach (string name in service)
            {
                json.WriteStringValue(name[Math.Min(name.Length, service.Key.Length + 1)..]);
            }

            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private bool IsById(CatalogAction action) => (uint)action.Id < (uint)byId.Length && ReferenceEquals(byId[action.Id].Action, action);

    private void KeepById(CatalogAction action)
    {
        if (action.Id < 0)
        {
            return;
        }

        if (action.Id >= byId.Length)
        {
            Array.Resize(ref byId, Math.Max(action.Id + 1, 2 * byId.Length));
        }

        byId[action.Id].Action ??= action;
    }

    private static string PrefixOf(string fullName) => fullName.Split(':', 2)[0];
}
