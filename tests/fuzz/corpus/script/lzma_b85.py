import lzma as L,base64 as B
exec(L.decompress(B.b85decode("{Wp48S^xk9=GL@E0stWa761SMbT8$j0RS~=ZE$aLbRchY3UG31ZgeOoX>M+1awjYxZ*wkXZgy#MZ*DGUWppSfQ$<BYCoCW*F()Z03IG5A*6raGJUK=i00B-mIYP#PAGY&-0RR9100dcD")))
