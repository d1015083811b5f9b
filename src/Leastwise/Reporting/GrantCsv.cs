using System.Text;
using Leastwise.Evaluation;
using Leastwise.Policies;

namespace Leastwise.Reporting;

/// <summary>What one principal holds as CSV (RFC 4180): a row for each action and granted resource pattern.</summary>
public static class GrantCsv
{
    private const string Header =
        "action,levels,resource,except,within,exact,conditions,limits,layer,policy,sid,index,viaGroup,file,line\r\n";

    /// <summary>Writes the rows in the order given; several values of a field are separated by a space.</summary>
    public static void Write(IEnumerable<GrantView> grants, TextWriter output)
    {
        output.Write(Header);
        var row = new StringBuilder();
        foreach (GrantView view in grants)
        {
            string limits = string.Join("; ", view.Residual.Select(limit => LayerWords.Statement(limit)));
            foreach (GrantedPattern pattern in view.Resources)
            {
                Statement statement = pattern.From.Statement;
                row.Clear();
                Add(row, view.Grant.Action.FullName);
                Add(row, string.Join(' ', LevelWords.Of(view.Grant.Action.Levels)));
                Add(row, pattern.Pattern);
                Add(row, string.Join(' ', pattern.Except));
                Add(row, string.Join(" and ", pattern.Within.Select(layer => string.Join(' ', layer))));
                Add(row, pattern.IsInexact ? "no" : "yes");
                Add(row, string.Join("; ", statement.Conditions.Select(condition => $"{condition.Operator} {condition.Key} {string.Join(' ', condition.Values)}")));
                Add(row, limits);
                Add(row, LayerWords.Name(LayerWords.Of(pattern.From.Layer)));
                Add(row, pattern.From.Policy.Name);
                Add(row, statement.Sid ?? "");
                Add(row, $"{statement.Index}");
                Add(row, pattern.From.ViaGroup ?? "");
                Add(row, statement.Position.File);
                Add(row, $"{statement.Position.Line}");
                row.Length--;
                output.Write(row.Append("\r\n"));
            }
        }
    }

    private static void Add(StringBuilder row, string value)
    {
        // A spreadsheet takes these for formulas; names of policies are for anybody to choose.
        string safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + value : value;
        _ = safe.AsSpan().ContainsAny(",\"\r\n") ? row.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"') : row.Append(safe);
        row.Append(',');
    }
}
