using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>
/// The assessment as the page's script reads it: compact JSON in parts. The first is what the Overview shows, so that it is there at once; then the tables;
/// then long texts, which only the page of one finding or policy needs. What repeats is written once and then spoken of by number, and what thousands of rows
/// have in common is written by column.
/// </summary>
internal static class PageData
{
    // No markup sees it: it is packed and in base64.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Starts to pack all parts, as many at once as there are processors.</summary>
    public static ImmutableArray<Task<PagePart>> PartsOf(Assessment assessment, CustomPages custom)
    {
        var people = new PagePeople(assessment.Principals);
        var actions = Task.Run(() => new PageActions(assessment));
        var findings = Then(actions, () => new PageFindings(actions.Result, people.Copy(), assessment));
        return
        [
            Task.Run(() => Part("overview", json => PageOverview.Write(json, assessment, custom))),
            Then(actions, () => Part("principals", json =>
            {
                actions.Result.Write(json);
                new PagePrincipals(actions.Result).Write(json, assessment.Principals);
            })),
            Then(findings, () => Part("findings", findings.Result.Write)),
            Task.Run(() => Part("policies", json => PagePolicies.Write(json, assessment, people.Copy()))),
            Then(findings, () => Part("texts", findings.Result.WriteTexts)),
            Task.Run(() => Part("documents", json => PagePolicies.WriteDocuments(json, assessment.Policies))),
        ];
    }

    // Nobody waits for another's result on a thread that could work.
    private static Task<TNext> Then<T, TNext>(Task<T> first, Func<TNext> next) => first.ContinueWith(_ => next(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static PagePart Part(string id, Action<Utf8JsonWriter> write) => PagePart.Of("data-" + id, stream =>
    {
        using var json = new Utf8JsonWriter(new StreamBuffer(stream), Compact);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });
}
