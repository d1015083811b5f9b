using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>
/// Why privileges are unused or unknown, each reason once: all 22,000 privileges of an administrator share a few. <c>{action}</c> in a sentence stands
/// for the privilege's name. Numbers follow first use.
/// </summary>
internal sealed class ReasonTable
{
    private const string Place = "{action}";

    // Verdicts are shared between privileges and principals: nearly every question is answered without a look at the sentence.
    private readonly Dictionary<Verdict, int?> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Reason, int> numbers = [];
    private readonly List<Reason> reasons = [];

    /// <summary>The number of the privilege's reason; null where it was used.</summary>
    public int? NumberOf(PrivilegeUsage privilege)
    {
        if (!known.TryGetValue(privilege.Verdict, out int? number))
        {
            known.Add(privilege.Verdict, number = Find(privilege));
        }

        return number;
    }

    /// <summary>Writes the member <c>reasons</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("reasons");
        foreach (Reason reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("verdict", reason.Verdict);
            json.WriteString("reason", reason.Because);
            json.WriteString("unknownReason", reason.Kind is { } kind ? JsonText.Word(kind) : null);
            json.WriteString("settle", reason.Settle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private int? Find(PrivilegeUsage privilege)
    {
        Reason? reason = privilege.Verdict switch
        {
            Verdict.Unused unused => new Reason("unused", null, Without(unused.Because, privilege), null),
            Verdict.Unknown unknown => new Reason("unknown", unknown.Reason, Without(unknown.Because, privilege), Without(unknown.Settle, privilege)),
            _ => null,
        };
        if (reason is null)
        {
            return null;
        }

        if (!numbers.TryGetValue(reason, out int number))
        {
            number = reasons.Count;
            numbers.Add(reason, number);
            reasons.Add(reason);
        }

        return number;
    }

    private static string Without(string sentence, PrivilegeUsage privilege) =>
        sentence.Contains(privilege.Action.Prefix, StringComparison.Ordinal) ? sentence.Replace(privilege.Action.FullName, Place, StringComparison.Ordinal) : sentence;

    private sealed record Reason(string Verdict, UnknownReason? Kind, string Because, string? Settle);
}
