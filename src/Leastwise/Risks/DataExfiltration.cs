namespace Leastwise.Risks;

/// <summary>Privileges that read stored data or hand it to another account.</summary>
internal static class DataExfiltration
{
    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject)
    {
        if (ListedActions.Of(subject, subject.Context.Facts.DataActions) is not { } held)
        {
            return null;
        }

        IReadOnlyDictionary<int, RiskFacts.ListedAction> list = subject.Context.Facts.Data;
        return subject.Finding(
            Risk.DataExfiltration,
            Severity.Medium.MilderIf(held.AllConditional),
            detail: "",
            title: $"{subject.Words} can read or hand out data without limit to a resource: {held.Words}",
            explanation: held.Explained(held => $"{held.First.FullName} gives {list[held.First.Id].Gives}, and nothing limits it to one resource. It is given by {held.By}. "
                + "Whoever gets hold of the credentials can copy what these reach; keys and policies of the resources may still stand before it."),
            recommendation: "Name the buckets, tables, secrets and parameters that the work reads.",
            held.Names,
            held.Statements,
            held.Sentences);
    }
}
