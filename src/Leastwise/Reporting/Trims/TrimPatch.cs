using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;

namespace Leastwise.Reporting.Trims;

/// <summary>A trim as changes to today's policies, one by one. Both sides are laid out by <see cref="PolicyWriter"/>, so that layout makes no difference.</summary>
public static class TrimPatch
{
    /// <summary>The diffs, one after another; a policy that stays as it is has none.</summary>
    public static string Write(TrimResult result)
    {
        var text = new StringBuilder();
        for (int i = 0; i < result.Patched.Value.Length; i++)
        {
            NamedPolicy source = result.Subject.Sources[i];
            string before = PolicyWriter.Write(source.Document), after = result.Patched.Value[i].Statements.IsEmpty ? "" : PolicyWriter.Write(result.Patched.Value[i]);
            string name = Legible.Plain(source.Arn ?? source.Name);
            if (after.Length == 0)
            {
                text.Append($"Nothing of {name} is needed: {(source.Kind == PolicyKind.Inline ? "delete" : "detach")} it.\n");
            }

            text.Append(source.Kind == PolicyKind.AwsManaged && before != after && after.Length > 0 ? $"AWS keeps {name}: attach a copy that is changed like this, and detach it.\n" : "");
            text.Append(after.Length == 0 ? "" : LineDiff.Write(name, before, after));
        }

        return text.Length == 0 ? "No policy changes.\n" : text.ToString();
    }

    /// <summary>Whether changing today's policies takes fewer lines than writing new ones.</summary>
    public static bool IsSmaller(TrimResult result) =>
        Write(result).Split('\n').Count(line => line is ['+' or '-', ..]) < result.Policies.Sum(policy => PolicyWriter.Write(policy.Document).Split('\n').Length);
}
