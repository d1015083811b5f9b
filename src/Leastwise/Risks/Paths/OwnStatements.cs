using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Says the statements of a bundle for one of its pairs: principals that are alike hold them in policies of their own, and so do roles in their trust.</summary>
internal static class OwnStatements
{
    /// <summary>The statement as <paramref name="from"/> holds it, or as <paramref name="to"/>'s trust has it.</summary>
    public static StatementSource Of(StatementSource source, IamPrincipal? from, IamPrincipal? to)
    {
        if (source.Policy.Kind == PolicyKind.Trust)
        {
            return to is IamRole role && source.Policy.Owner != role.Trust.Owner && Same(role.Trust, source) is { } trusted
                ? source with { Policy = role.Trust, Statement = trusted }
                : source;
        }

        if (source.Policy.Kind != PolicyKind.Inline || from is null)
        {
            return source;
        }

        NamedPolicy? own = PolicyLookup.IdentityOf(from).FirstOrDefault(policy => policy.Kind == PolicyKind.Inline && policy.Name == source.Policy.Name && policy.Document.Json == source.Policy.Document.Json);
        return own is not null && Same(own, source) is { } held ? source with { Policy = own, Statement = held } : source;
    }

    private static Statement? Same(NamedPolicy policy, StatementSource source) =>
        policy.Document.Statements.FirstOrDefault(statement => statement.Index == source.Statement.Index);
}
