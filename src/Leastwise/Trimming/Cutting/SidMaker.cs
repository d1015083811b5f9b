using System.Text;
using Leastwise.Catalog;

namespace Leastwise.Trimming.Cutting;

/// <summary>Makes Sids that say why a statement stands there, each once: letters and digits, as IAM wants them.</summary>
internal sealed class SidMaker(ActionCatalog catalog)
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of what stays.</summary>
    public string Make(Piece piece)
    {
        string why = piece.Fate switch
        {
            Fate.Used => "Used",
            Fate.Inferred => "UsedInferred",
            Fate.Unknown => "UseUnknown",
            Fate.Asked => "KeptAsAsked",
            _ => "NotInCatalogue",
        };
        return Once(why + Service(piece));
    }

    /// <summary>Of a Deny that stays: its own where it has one.</summary>
    public string MakeDeny(string? own) => Once(own is { Length: > 0 } ? own : "DenyAsBefore");

    private string Once(string wanted)
    {
        string sid = wanted;
        for (int number = 2; !taken.Add(sid); number++)
        {
            sid = $"{wanted}No{number}";
        }

        return sid;
    }

    /// <summary>The service, where it is one.</summary>
    private string Service(Piece piece)
    {
        string[] services = [.. piece.Actions.Select(id => catalog.Actions[id].Prefix).Concat(piece.Unknown.Select(one => one.Split(':')[0])).Distinct(StringComparer.OrdinalIgnoreCase).Take(2)];
        return services is [var only] ? Word(only) : "";
    }

    /// <summary>Such as <c>CognitoIdp</c>.</summary>
    internal static string Word(string service)
    {
        var word = new StringBuilder();
        bool begins = true;
        foreach (char c in service)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            word.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return word.ToString();
    }
}
