namespace Leastwise.Catalog.Knowledge;

/// <summary>What each evidence code stands for, and how far it carries.</summary>
internal sealed class EvidenceCodes
{
    /// <summary>The code of the rule that applies where no table says otherwise.</summary>
    public const string Default = "DEFAULT";

    private readonly Dictionary<string, Code> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Code> graded = new(StringComparer.Ordinal);

    public EvidenceCodes(FactTables tables)
    {
        foreach (string[] row in tables.Rows("evidence.tsv", "code", "confidence", "meaning"))
        {
            codes.Add(row[0], new Code(ParseConfidence(row[1]), row[2]));
        }
    }

    /// <summary>What a code means; null where it is none.</summary>
    public string? MeaningOf(string code) => codes.TryGetValue(code, out Code? entry) ? entry.Meaning : null;

    /// <summary>
    /// How sure a fact is that rests on these codes, parted by spaces: as sure as the best of them, but not above medium where part of it is
    /// marked as unverified (K).
    /// </summary>
    public Confidence Grade(string evidence)
    {
        if (graded.TryGetValue(evidence, out Code? known))
        {
            return known.Confidence;
        }

        string[] parts = evidence.Split(' ');
        Confidence best = Confidence.Low;
        bool unverified = false;
        foreach (string code in parts)
        {
            unverified |= code == "K";
            best = codes[code].Confidence > best ? codes[code].Confidence : best;
        }

        best = unverified && best == Confidence.High ? Confidence.Medium : best;
        graded[evidence] = new Code(best, "");
        return best;
    }

    private sealed record Code(Confidence Confidence, string Meaning);

    private static Confidence ParseConfidence(string text) => text switch
    {
        "high" => Confidence.High,
        "medium" => Confidence.Medium,
        "low" => Confidence.Low,
        _ => throw new InvalidDataException($"{text} is no confidence."),
    };
}
