using System.Collections.Frozen;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Which request parameter fills a variable of an ARN template. By rule it is the one of the same name whatever its case (<c>TableName</c>, <c>tableName</c>), unless the
/// name is a word that means something else everywhere (<c>Id</c>, <c>Name</c>); <c>Facts/request-parameters.tsv</c> says where the rule does not hold: the last part of a value, as of a queue's
/// URL (<c>last</c>), or that nothing fills it (<c>-</c>), as an IAM role's name lacks the path that its ARN has.
/// </summary>
/// <remarks>Source: the templates are those of the service authorization reference; parameters are named as the services' API references name them, as CloudTrail writes them.</remarks>
internal static class ParameterFacts
{
    private static readonly FrozenSet<string> Vague = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Id", "Name", "Arn", "Key", "Identifier", "ResourceId", "ResourceName", "ResourceArn");

    private static readonly FrozenDictionary<string, (string Parameter, bool Last)> Table = Read().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parameter, and whether only the part after its value's last slash or colon counts; null where none is known.</summary>
    public static (string Parameter, bool Last)? Of(string service, string variable) =>
        Table.TryGetValue($"{service}:{variable}", out (string Parameter, bool Last) fact) ? (fact.Parameter.Length == 0 ? null : fact)
        : Vague.Contains(variable) ? null
        : (variable, false);

    private static IEnumerable<KeyValuePair<string, (string, bool)>> Read()
    {
        using Stream stream = typeof(ParameterFacts).Assembly.GetManifestResourceStream("Leastwise.Usage.Facts.request-parameters.tsv")
            ?? throw new InvalidOperationException("The table of request parameters is part of the program.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split('\t');
            yield return new($"{cells[0]}:{cells[1]}", cells[3] == "-" ? ("", false) : (cells[2], cells[3] == "last"));
        }
    }
}
