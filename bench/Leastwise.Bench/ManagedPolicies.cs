using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Comparing;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Bench;

/// <summary>
/// Minimises and splits every policy of a file (a JSON object of names and documents, such as AWS's managed policies), proves that each still allows the same, and prints
/// the sizes. Not a benchmark in the narrow sense: a proof over real input, with its time.
/// </summary>
internal static class ManagedPolicies
{
    public static void Run(string path, TextWriter output)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        var writer = new ActionWriter(ActionCatalog.Default);
        var minimiser = new PolicyMinimiser(writer);
        long before = 0, words = 0, shortest = 0;
        int policies = 0, unequal = 0, grown = 0, tooLargeBefore = 0, tooLargeAfter = 0, tooLargeDocuments = 0, cannot = 0, unread = 0;
        TimeSpan minimising = TimeSpan.Zero, proving = TimeSpan.Zero;
        foreach (JsonProperty one in file.RootElement.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            PolicyDocument document = PolicyParser.Parse(one.Value.GetRawText(), one.Name);
            if (document.Diagnostics.Any(problem => problem.Severity == Leastwise.Text.DiagnosticSeverity.Error))
            {
                output.WriteLine($"not read whole: {document.Diagnostics[0]}");
                unread++;
                continue;
            }

            policies++;
            var clock = Stopwatch.StartNew();
            PolicyDocument byWords = minimiser.Minimise(document, WildcardStyle.WholeWords), least = minimiser.Minimise(document, WildcardStyle.Shortest);
            SplitPolicy split = PolicySplitter.Split(least, PolicyLimit.Managed), parts = PolicySplitter.Split(least, PolicyLimit.UserInline with { CountTogether = false, Documents = int.MaxValue });
            minimising += clock.Elapsed;
            clock.Restart();
            foreach ((string what, ImmutableArray<PolicyDocument> documents) in new[] { ("words", [byWords]), ("shortest", ImmutableArray.Create(least)), ("split", split.Documents), ("split at 2,048", parts.Documents) })
            {
                PolicyDifference difference = PolicyComparison.Compare([Named("old", document)], [.. documents.Select((part, index) => Named($"new{index}", part))], ActionCatalog.Default);
                if (!difference.IsSame)
                {
                    unequal++;
                    output.WriteLine($"{one.Name}, {what}: gained {string.Join(' ', difference.Gained.SelectMany(change => change.Actions.Select(action => action.FullName).Concat(change.UnknownPatterns)).Take(5))}; lost {string.Join(' ', difference.Lost.SelectMany(change => change.Actions.Select(action => action.FullName).Concat(change.UnknownPatterns)).Take(5))}");
                }
            }

            proving += clock.Elapsed;
            int size = PolicySize.Of(document), short1 = PolicySize.Of(byWords), short2 = PolicySize.Of(least);
            before += size;
            words += short1;
            shortest += short2;
            grown += short1 > size || short2 > size ? 1 : 0;
            tooLargeBefore += size > PolicyLimit.Managed.Characters ? 1 : 0;
            tooLargeAfter += short2 > PolicyLimit.Managed.Characters ? 1 : 0;
            tooLargeDocuments += (split.Problem is null ? split.Documents.Count(part => PolicySize.Of(part) > PolicyLimit.Managed.Characters) : 0)
                + (parts.Problem is null ? parts.Documents.Count(part => PolicySize.Of(part) > PolicyLimit.UserInline.Characters) : 0);
            cannot += split.Problem is null ? 0 : 1;
        }

        output.WriteLine($"{policies} policies, {unread} not read whole");
        output.WriteLine($"characters: {before:N0} as they are, {words:N0} with whole words ({100.0 * words / before:N1} %), {shortest:N0} shortest ({100.0 * shortest / before:N1} %); grown: {grown}");
        output.WriteLine($"larger than 6,144: {tooLargeBefore} before, {tooLargeAfter} after; documents of a split that are too large: {tooLargeDocuments}; policies that cannot be split: {cannot}");
        output.WriteLine($"not proved equal: {unequal} of {4 * policies}");
        output.WriteLine($"minimising and splitting {minimising.TotalSeconds:N1} s, proving {proving.TotalSeconds:N1} s");
    }

    private static NamedPolicy Named(string name, PolicyDocument document) => new() { Name = name, Kind = PolicyKind.CustomerManaged, Document = document };
}
