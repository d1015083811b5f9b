using Leastwise.Samples.Iam;

namespace Leastwise.Samples.Acme;

/// <summary>acme-prod as its IAM is at the end of the story.</summary>
public static class ProdAccount
{
    /// <summary>The account.</summary>
    public static Account Account { get; } = new()
    {
        Id = Places.Prod,
        Users = ProdUsers.All,
        Groups = ProdGroups.All,
        Roles = ProdRoles.All,
        Policies = ProdPolicies.All,
    };
}
