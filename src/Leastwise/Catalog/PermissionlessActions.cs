namespace Leastwise.Catalog;

/// <summary>Actions whose calls always work, whoever makes them, such as <c>sts:GetCallerIdentity</c>: no policy gives them or needs to.</summary>
public static class PermissionlessActions
{
    /// <summary>Those of the catalogue.</summary>
    public static ActionSet Of(ActionCatalog catalog)
    {
        List<int> ids = [];
        foreach (string call in catalog.Knowledge.Operations.Permissionless.Keys)
        {
            if (catalog.FindId(call.Replace('.', ':')) is >= 0 and int id)
            {
                ids.Add(id);
            }
        }

        return ActionSet.Of(ids);
    }
}
