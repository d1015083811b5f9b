using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Reporting.Page;

/// <summary>Why a privilege is unused or unknown, said once for all privileges that share it; <c>{action}</c> stands for the privilege's name.</summary>
internal sealed record PageReason(string Verdict, string? Kind, string Because, string? Settle)
{
    private const string Place = "{action}";

    public static PageReason? Of(PrivilegeUsage privilege) => privilege.Verdict switch
    {
        Usage.Verdict.Unused unused => new("unused", null, Without(unused.Because, privilege), null),
        Usage.Verdict.Unknown unknown =>
            new("unknown", JsonText.Word(unknown.Reason), Without(unknown.Because, privilege), Without(unknown.Settle, privilege)),
        _ => null,
    };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("verdict", Verdict);
        json.WriteString("kind", Kind);
        json.WriteString("because", Because);
        json.WriteString("settle", Settle);
        json.WriteEndObject();
    }

    private static string Without(string sentence, PrivilegeUsage privilege) => sentence.Replace(privilege.Action.FullName, Place, StringComparison.Ordinal);
}
