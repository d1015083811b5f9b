using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>The keys of one JSON object of a policy: which are known, which came already.</summary>
/// <param name="owner">The object in words, such as <c>statement</c>.</param>
/// <param name="number">Which of them, from 1; 0 where there is only one.</param>
/// <param name="known">Its keys as the grammar spells them; fewer than 32.</param>
internal sealed class ElementKeys(string owner, int number, string[] known)
{
    private uint seen;

    /// <summary>
    /// The known key that the cursor's property name means, or null where it means none. A key in another case is read as meant; AWS refuses it.
    /// </summary>
    public string? Next(ref JsonCursor cursor, DiagnosticCollector diagnostics)
    {
        string written = cursor.Text() ?? "";
        int at = IndexOf(written);
        if (at < 0)
        {
            IReadOnlyList<string> near = NearestName.Find(written.Length > 64 ? written[..64] : written, known, most: 1);
            string meant = near.Count == 0 ? $"it takes {string.Join(", ", known)}" : $"did you mean {near[0]}?";
            diagnostics.Add(new(DiagnosticSeverity.Warning, $"{Owner} has an unknown key \"{Short(written)}\", which was passed over; {meant}{(near.Count == 0 ? "." : "")}", cursor.Position));
            return null;
        }

        string key = known[at];
        if (key != written)
        {
            diagnostics.Add(new(DiagnosticSeverity.Warning, $"{Owner} has \"{written}\", read as {key}; AWS accepts only that spelling.", cursor.Position));
        }

        bool again = (seen & (1u << at)) != 0;
        seen |= 1u << at;
        if (again)
        {
            diagnostics.Add(new(DiagnosticSeverity.Error, $"{Owner} has {key} more than once, which AWS refuses; {Reading(key)}.", cursor.Position));
        }

        return key;
    }

    /// <summary>Whether the key came already.</summary>
    public bool Has(string key) => Array.IndexOf(known, key) is >= 0 and int at && (seen & (1u << at)) != 0;

    private string Owner => char.ToUpperInvariant(owner[0]) + owner[1..] + (number == 0 ? "" : $" #{number}");

    private int IndexOf(string written)
    {
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i].Equals(written, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Reading(string key) => key is "Statement" or "Condition" ? "both were read" : "the last one counts here";

    private static string Short(string text) => text.Length > 64 ? text[..64] + "…" : text;
}
