using System.Collections.Immutable;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Both views of an account's risks.</summary>
/// <param name="ByPrincipal">On users, roles and resources: what it means.</param>
/// <param name="ByPolicy">On policies by themselves: what to fix.</param>
public sealed record RiskFindings(ImmutableArray<Finding> ByPrincipal, ImmutableArray<PolicyRisks> ByPolicy)
{
    /// <summary>Looks for risks in both views, the accounts read once.</summary>
    public static RiskFindings Of(RiskScanRequest request, GrantCalculator calculator)
    {
        var context = new RiskContext(request);
        List<Finding>[] byPrincipal = RiskScan.Find(context);
        // Putting hundreds of thousands in order takes one core; the policies are judged meanwhile.
        var ordered = Task.Run(() => RiskScan.InOrder(context, byPrincipal));
        ImmutableArray<PolicyRisks> byPolicy = PolicyScan.Run(context, calculator);
        return new RiskFindings(ordered.GetAwaiter().GetResult(), byPolicy);
    }
}
