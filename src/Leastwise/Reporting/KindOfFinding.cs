namespace Leastwise.Reporting;

/// <summary>A principal's findings of one kind.</summary>
internal sealed class KindOfFinding
{
    private AssessedFinding? lead;

    /// <summary>The kind.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The findings, in their order.</summary>
    public List<AssessedFinding> Findings { get; } = [];

    /// <summary>The one that speaks for all.</summary>
    public AssessedFinding Lead => lead ?? throw new InvalidOperationException("No kind is without a finding.");

    /// <summary>The place of the kind that it joined; its own where it joined none.</summary>
    public int Joined { get; set; }

    /// <summary>Begins again.</summary>
    public void Begin(string name)
    {
        (Name, lead) = (name, null);
        Findings.Clear();
    }

    /// <summary>Takes one more.</summary>
    public void Add(AssessedFinding finding)
    {
        Findings.Add(finding);
        lead = lead is null ? finding : LeadOf(lead, finding);
    }

    /// <summary>Of equally grave and costly findings, the one that says how it is done; where nothing tells them apart, the first.</summary>
    public static AssessedFinding LeadOf(AssessedFinding first, AssessedFinding second)
    {
        int order = FindingRank.CompareGravity(second, first);
        order = order != 0 ? order : (second.Finding.PathId is null).CompareTo(first.Finding.PathId is null);
        order = order != 0 ? order : FindingRank.CompareReach(second, first);
        return order < 0 ? second : first;
    }
}
